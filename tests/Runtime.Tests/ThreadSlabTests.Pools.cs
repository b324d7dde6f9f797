namespace Slabwise.Runtime.Tests;

// One struct a test: a pool is process-wide.
public partial class ThreadSlabTests
{
    private struct OfDead : IPoolDeclaration
    {
        public long A, B, C, D, E, F, G, H;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "OfDead", Cache = CacheKind.PerThread };
    }

    private struct Orphan : IPoolDeclaration
    {
        public long A, B, C, D, E, F, G, H;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Orphan", Cache = CacheKind.PerThread };
    }

    private struct Dry : IPoolDeclaration
    {
        public long A, B, C, D, E, F, G, H;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Dry", Cache = CacheKind.PerThread };
    }

    private struct Found : IPoolDeclaration
    {
        public long A, B, C, D, E, F, G, H;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Found", Cache = CacheKind.PerThread };
    }

    private struct FreeOnly : IPoolDeclaration
    {
        public long A, B, C, D, E, F, G, H;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "FreeOnly", Cache = CacheKind.PerThread };
    }

    private struct Survivor : IPoolDeclaration
    {
        public long A, B, C, D, E, F, G, H;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Survivor", Cache = CacheKind.PerThread };
    }

    private struct Retired : IPoolDeclaration
    {
        public long A, B, C, D, E, F, G, H;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Retired", Cache = CacheKind.PerThread };
    }

    private struct LongEmpty : IPoolDeclaration
    {
        public long A, B, C, D, E, F, G, H;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "LongEmpty", Cache = CacheKind.PerThread };
    }

    private struct TrimmedSlabs : IPoolDeclaration
    {
        public long A, B, C, D, E, F, G, H;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "TrimmedSlabs", Cache = CacheKind.PerThread };
    }

    private struct BoundRemote : IPoolDeclaration
    {
        public long A, B, C, D, E, F, G, H;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "BoundRemote", Cache = CacheKind.PerThread, MaxBytes = 4 << 20 };
    }

    private struct BoundSpare : IPoolDeclaration
    {
        public long A, B, C, D, E, F, G, H;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "BoundSpare", Cache = CacheKind.PerThread, MaxBytes = 4 << 20 };
    }

    private struct BoundSmall : IPoolDeclaration
    {
        public long A, B, C, D, E, F, G, H;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "BoundSmall", Cache = CacheKind.PerThread, MaxBytes = 128 << 10 };
    }

    private struct RacedSlot : IPoolDeclaration
    {
        public long A, B, C, D, E, F, G, H;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "RacedSlot", Cache = CacheKind.PerThread };
    }

    private struct RawOwned : IPoolDeclaration
    {
        public long A, B, C, D, E, F, G, H;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "RawOwned", Cache = CacheKind.PerThread, Safety = SafetyKind.Unchecked };
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Size = 200_000)]
    private struct Huge : IPoolDeclaration
    {
        public long A;

        readonly PoolDeclaration IPoolDeclaration.Declaration => new() { Name = "Huge", Cache = CacheKind.PerThread };
    }
}
