namespace Slabwise.Heap.Guards;

/// <summary>What is known of the block that a place has or had last.</summary>
internal sealed unsafe class GuardedBlock
{
    public byte* Block;
    public int Bytes, Pages;
    public string Pool = "", AllocStack = "";

    /// <summary>Who freed it; null while it is live.</summary>
    public string? FreeStack;
}
