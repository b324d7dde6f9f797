using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Tests that change what serves the whole process: the system's side of memory, limits, decay times. Nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultCollection
{
    public const string Name = "whole process";
}
