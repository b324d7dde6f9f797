namespace Slabwise.Benchmarks.Running;

/// <summary>A child process did not do its part; its row is left out and the message says why.</summary>
internal sealed class BenchChildException(string message) : Exception(message);
