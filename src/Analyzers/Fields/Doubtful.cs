namespace Slabwise.Analyzers.Fields;

/// <summary>An undecided test, by the frame and the block that ends with it; no block where the doubt never ends.</summary>
internal readonly struct Doubtful : IEquatable<Doubtful>
{
    public const int Forever = -1;

    public Doubtful(int frame, int block)
    {
        Frame = frame;
        Block = block;
    }

    public int Frame { get; }

    public int Block { get; }

    public bool Equals(Doubtful other) => Frame == other.Frame && Block == other.Block;

    public override bool Equals(object? obj) => obj is Doubtful other && Equals(other);

    public override int GetHashCode() => Frame * 7919 + Block;
}
