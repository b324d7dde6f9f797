using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Scenes;

/// <summary>Objects of 64 bytes, whatever size is wanted.</summary>
internal readonly struct ObjectBlocks<TSource, THandle> : IBlocks<THandle>
    where TSource : struct, ISource<THandle>
    where THandle : struct
{
    public static int BytesOf(int wanted) => WorkloadCatalog.ObjectBytes;

    public static THandle Rent(int bytes) => TSource.Rent();

    public static void Touch(THandle handle, int bytes) => TSource.Touch(handle, bytes);

    public static void Return(THandle handle) => TSource.Return(handle);
}
