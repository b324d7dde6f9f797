namespace Slabwise.Analyzers.Tests;

/// <summary>
/// The runtime's surface as the analyzers see it. A stand-in keeps these tests about the analyzers: they match names
/// and attributes, not an implementation.
/// </summary>
internal static class SlabwiseStub
{
    public const string Source = """
        namespace Slabwise
        {
            public enum CacheKind { PerCpu = 0, PerThread = 1 }
            [AttributeUsage(AttributeTargets.Struct | AttributeTargets.Class)]
            public sealed class SizeClassPooledAttribute : Attribute { public CacheKind Cache { get; set; } }
            [AttributeUsage(AttributeTargets.Parameter)] public sealed class OwnedAttribute : Attribute { }
            [AttributeUsage(AttributeTargets.Parameter)] public sealed class BorrowedAttribute : Attribute { }
            [AttributeUsage(AttributeTargets.ReturnValue | AttributeTargets.Parameter)] public sealed class ReturnsOwnedAttribute : Attribute { }
            [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)] public sealed class SingleThreadAttribute : Attribute { public bool MayMove { get; set; } }

            public readonly unsafe struct Pooled<T> : IDisposable where T : unmanaged
            {
                public ref T Value => throw null!;
                public T* Pointer => throw null!;
                public bool IsAlive => throw null!;
                public bool IsDefault => throw null!;
                public bool TryReturn() => throw null!;
                public void Dispose() { }
                public ulong ToBits() => 0;
            }
            public readonly ref struct PooledLease<T> where T : unmanaged
            {
                public ref T Value => throw null!;
                public Pooled<T> Handle => default;
                public void Dispose() { }
            }
            public readonly ref struct ObjectLease<T> where T : class { public T Value => throw null!; public void Dispose() { } }

            public sealed class StructPool<T> where T : unmanaged
            {
                public static StructPool<T> Shared => throw null!;
                [return: ReturnsOwned] public Pooled<T> Rent() => default;
                public bool TryRent([ReturnsOwned] out Pooled<T> handle) => throw null!;
                public void Return([Owned] Pooled<T> handle) { }
                public bool TryReturn([Owned] Pooled<T> handle) => throw null!;
                public void Rent(Span<Pooled<T>> destination) { }
                public void Return([Owned] ReadOnlySpan<Pooled<T>> handles) { }
                [return: ReturnsOwned] public PooledLease<T> Lease() => default;
            }

            [SingleThread] public sealed class Arena : IDisposable { public int Alloc(int bytes) => 0; public void Dispose() { } }
            [SingleThread(MayMove = true)] public sealed class SlabBufferWriter : IDisposable { public void Write(int bytes) { } public void Dispose() { } }
        }

        namespace Demo
        {
            using Slabwise;

            [SizeClassPooled] public partial struct Quote
            {
                public long Id; public double Bid;
                [return: ReturnsOwned] public static Pooled<Quote> Rent() => default;
                public static bool TryRent([ReturnsOwned] out Pooled<Quote> handle) => throw null!;
                public static void Return([Owned] Pooled<Quote> handle) { }
                [return: ReturnsOwned] public static PooledLease<Quote> Lease() => default;
            }

            [SizeClassPooled(Cache = CacheKind.PerThread)] public sealed partial class SearchRequest
            {
                public List<int> Hits = []; public int Count { get; set; }
                [return: ReturnsOwned] public static SearchRequest Rent() => new();
                public static void Return([Owned] SearchRequest request) { }
                [return: ReturnsOwned] public static ObjectLease<SearchRequest> Lease() => default;
            }

            [SizeClassPooled(Cache = CacheKind.PerThread)] public partial struct Tick
            {
                public long Id;
                [return: ReturnsOwned] public static Pooled<Tick> Rent() => default;
                public static void Return([Owned] Pooled<Tick> handle) { }
            }
        }
        """;
}
