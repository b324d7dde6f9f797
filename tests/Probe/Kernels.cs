using System.Runtime.CompilerServices;

namespace Slabwise.Probe;

[SizeClassPooled]
public partial struct Checked64
{
    public long A, B, C, D, E, F, G, H;
}

[SizeClassPooled(Safety = SafetyKind.Unchecked)]
public partial struct Unchecked64
{
    public long A, B, C, D, E, F, G, H;
}

[SizeClassPooled]
public sealed partial class Item
{
    public long A;
}

/// <summary>One rent, one touch and one return a method, in each context whose code is held to bounds.</summary>
internal static class Kernels
{
    private static readonly Task s_done = Task.CompletedTask;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void BareChecked(long value)
    {
        Pooled<Checked64> handle = Checked64.Rent();
        handle.Value.A = value;
        Checked64.Return(handle);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void UsingChecked(long value)
    {
        using PooledLease<Checked64> lease = Checked64.Lease();
        lease.Value.A = value;
    }

    public static async Task AsyncChecked(long value)
    {
        Pooled<Checked64> handle = Checked64.Rent();
        handle.Value.A = value;
        await s_done;
        Checked64.Return(handle);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void BareUnchecked(long value)
    {
        Pooled<Unchecked64> handle = Unchecked64.Rent();
        handle.Value.A = value;
        Unchecked64.Return(handle);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void BareClass(long value)
    {
        Item item = Item.Rent();
        item.A = value;
        Item.Return(item);
    }

    public static void RunAll(long value)
    {
        BareChecked(value);
        UsingChecked(value);
        AsyncChecked(value).GetAwaiter().GetResult();
        BareUnchecked(value);
        BareClass(value);
    }
}
