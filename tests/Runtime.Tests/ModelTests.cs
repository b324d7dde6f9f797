using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Random rents and returns held against a plain dictionary of what should be out.</summary>
public class ModelTests
{
    private struct Tiny { public byte A; }

    private struct Small { public long A, B, C; }

    [InlineArray(130)]
    private struct Odd { private long _first; }

    [StructLayout(LayoutKind.Sequential, Size = 3000)]
    private struct Large { public long A; }

    [Fact]
    public void TinyObjectsBehaveLikeTheModel() => Check<Tiny>();

    [Fact]
    public void SmallObjectsBehaveLikeTheModel() => Check<Small>();

    [Fact]
    public void ObjectsWithASlabTailBehaveLikeTheModel() => Check<Odd>();

    [Fact]
    public void LargeObjectsBehaveLikeTheModel() => Check<Large>();

    // A step: positive rents that many, negative returns that many of the oldest or newest, zero trims.
    private static void Check<T>() where T : unmanaged =>
        Prop.ForAll(
            Gen.Choose(-300, 300).ListOf().ToArbitrary(),
            steps => Run<T>([.. steps]))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static bool Run<T>(int[] steps) where T : unmanaged
    {
        StructPool<T> pool = StructPool<T>.Shared;
        var model = new List<(Pooled<T> Handle, byte Pattern)>();
        var returned = new List<Pooled<T>>();
        byte pattern = 1;
        foreach (int step in steps)
        {
            if (step > 0) RentMany(pool, model, step, ref pattern);
            else if (step < 0) ReturnMany(pool, model, returned, -step);
            else pool.Trim();
            Assert.Equal(model.Count, pool.GetStatistics().Rented);
        }

        HoldsContentsAndDoesNotOverlap(model);
        Assert.All(returned.TakeLast(50), stale => Assert.False(stale.IsAlive));
        pool.Validate();
        foreach ((Pooled<T> handle, _) in model) pool.Return(handle);
        Assert.Equal(0, pool.GetStatistics().Rented);
        return true;
    }

    private static void RentMany<T>(StructPool<T> pool, List<(Pooled<T> Handle, byte Pattern)> model, int count, ref byte pattern) where T : unmanaged
    {
        var handles = new Pooled<T>[count];
        if (count % 2 == 0) pool.Rent(handles);
        else for (int i = 0; i < count; i++) handles[i] = pool.Rent();
        foreach (Pooled<T> handle in handles)
        {
            pattern = (byte)(pattern % 250 + 1);
            BytesOf(handle).Fill(pattern);
            model.Add((handle, pattern));
        }
    }

    private static void ReturnMany<T>(StructPool<T> pool, List<(Pooled<T> Handle, byte Pattern)> model, List<Pooled<T>> returned, int count) where T : unmanaged
    {
        count = Math.Min(count, model.Count);
        int from = count % 2 == 0 ? 0 : model.Count - count;
        Pooled<T>[] handles = [.. model.Skip(from).Take(count).Select(entry => entry.Handle)];
        if (count % 3 == 0) pool.Return(handles);
        else foreach (Pooled<T> handle in handles) pool.Return(handle);
        model.RemoveRange(from, count);
        returned.AddRange(handles);
        // A handle rented again has another generation, so what was returned stays stale.
    }

    private static unsafe void HoldsContentsAndDoesNotOverlap<T>(List<(Pooled<T> Handle, byte Pattern)> model) where T : unmanaged
    {
        nint before = 0;
        foreach (nint address in model.Select(entry => (nint)entry.Handle.Pointer).Order())
        {
            Assert.True(before == 0 || address - before >= sizeof(T), "two objects overlap");
            before = address;
        }

        foreach ((Pooled<T> handle, byte pattern) in model)
            Assert.True(BytesOf(handle).IndexOfAnyExcept(pattern) < 0, "an object's contents changed");
    }

    private static Span<byte> BytesOf<T>(Pooled<T> handle) where T : unmanaged =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref handle.Value, 1));
}
