namespace Slabwise.Benchmarks.Child.Sources;

/// <summary>Sixty-four bytes of fields on the managed heap.</summary>
internal sealed class ManagedBlock
{
    public long First;
    public long Second, Third, Fourth, Fifth, Sixth, Seventh;
    public long Last;
}

/// <summary>A reference in a struct, so that kernels are compiled for it alone.</summary>
internal readonly struct ManagedHandle(ManagedBlock block)
{
    public readonly ManagedBlock Block = block;
}
