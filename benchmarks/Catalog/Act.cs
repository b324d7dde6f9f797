namespace Slabwise.Benchmarks.Catalog;

/// <summary>A part of a scene: one order to the child, a rest in which nobody calls the allocator, and resident memory read after it.</summary>
/// <param name="Figure">The name of what is read.</param>
/// <param name="RestInDecays">How long the rest is, in decay times.</param>
internal sealed record Act(string Figure, double RestInDecays = 0);
