namespace Slabwise.Benchmarks.Child.Scenes;

/// <summary>What gives a scene its blocks; one that knows a single size gives that, whatever is wanted.</summary>
internal interface IBlocks<THandle>
    where THandle : struct
{
    /// <summary>The bytes that a block has where so many are wanted.</summary>
    static abstract int BytesOf(int wanted);

    static abstract THandle Rent(int bytes);

    /// <summary>Writes both ends and every page between them.</summary>
    static abstract void Touch(THandle handle, int bytes);

    static abstract void Return(THandle handle);
}
