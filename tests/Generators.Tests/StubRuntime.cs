namespace Slabwise.Generators.Tests;

internal static class StubRuntime
{
    public const string Source = """
        namespace Slabwise
        {
            public enum CacheKind { PerCpu, PerThread }
            public enum SafetyKind { Checked, Unchecked }
            [AttributeUsage(AttributeTargets.Struct | AttributeTargets.Class, Inherited = false)]
            public sealed class SizeClassPooledAttribute : Attribute
            {
                public CacheKind Cache { get; set; }
                public SafetyKind Safety { get; set; }
                public bool Zeroed { get; set; }
                public int Alignment { get; set; }
                public int MaxCached { get; set; }
                public long MaxBytes { get; set; }
            }
            [AttributeUsage(AttributeTargets.Parameter)] public sealed class OwnedAttribute : Attribute;
            [AttributeUsage(AttributeTargets.ReturnValue | AttributeTargets.Parameter)] public sealed class ReturnsOwnedAttribute : Attribute;
            public readonly struct Pooled<T> where T : unmanaged { }
            public readonly ref struct PooledLease<T> where T : unmanaged { }
            public readonly ref struct ObjectLease<T> where T : class, IPooledObject<T> { public ObjectLease(T value) { } }
            public readonly record struct PoolDeclaration
            {
                public string Name { get; init; }
                public int ObjectBytes { get; init; }
                public int SlotShift { get; init; }
                public int TailBytes { get; init; }
                public int Alignment { get; init; }
                public CacheKind Cache { get; init; }
                public SafetyKind Safety { get; init; }
                public bool Zeroed { get; init; }
                public int MaxCached { get; init; }
                public long MaxBytes { get; init; }
            }
            public interface IPoolDeclaration { PoolDeclaration Declaration { get; } }
            public interface ISizeClassPooled<TSelf> where TSelf : ISizeClassPooled<TSelf> { static abstract SlabPool Pool { get; } }
            public interface IPooledStruct<TSelf> : ISizeClassPooled<TSelf>, IPoolDeclaration where TSelf : unmanaged, IPooledStruct<TSelf>
            {
                static abstract Pooled<TSelf> Rent();
                static abstract bool TryRent(out Pooled<TSelf> handle);
                static abstract void Return(Pooled<TSelf> handle);
            }
            public interface IPooledObject<TSelf> : ISizeClassPooled<TSelf> where TSelf : class, IPooledObject<TSelf>
            {
                static abstract TSelf Rent();
                static abstract void Return(TSelf item);
                static abstract TSelf CreateForPool();
                ref uint PoolSlot { get; }
                void AfterRent();
                void BeforeReturn();
            }
            public abstract class SlabPool;
            public sealed class StructPool<T> : SlabPool where T : unmanaged
            {
                public static StructPool<T> Shared { get; } = new();
                public Pooled<T> Rent() => default;
                public bool TryRent(out Pooled<T> handle) { handle = default; return true; }
                public void Return(Pooled<T> handle) { }
                public void Rent(Span<Pooled<T>> destination) { }
                public void Return(ReadOnlySpan<Pooled<T>> handles) { }
                public PooledLease<T> Lease() => default;
            }
            public sealed class ClassPool<T> : SlabPool where T : class, IPooledObject<T>
            {
                public static ClassPool<T> Create(PoolDeclaration declaration) => new();
                public T Rent() => T.CreateForPool();
                public bool TryRent([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? item) { item = Rent(); return true; }
                public void Return(T item) { }
                public ObjectLease<T> Lease() => new(Rent());
                public T RefillAndRent(ref nint hand) => Rent();
                public object ObjectAt(uint slot) => Rent();
                public void ThrowDoubleReturnFound(T item) { }
                public void VerifyOwn(T item, uint slot) { }
                public void SpillAndReturn(ref nint hand, uint slot) { }
                public void GiveBack(T item) { }
            }
        }
        namespace Slabwise.Caches
        {
            public static class SlotHand
            {
                public static uint Pop(nint hand) => 0;
                public static bool TryMarkLive(ref uint slot) => true;
                public static uint MarkFree(ref uint slot) => slot;
                public static bool Push(nint hand, uint slot) => true;
            }
        }
        """;
}
