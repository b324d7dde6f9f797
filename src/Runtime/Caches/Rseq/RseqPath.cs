using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Slabwise.Os;
using Slabwise.Pages;

namespace Slabwise.Caches.Rseq;

/// <summary>Whether this process caches by CPU, why not if not, and the way into the sequences.</summary>
/// <remarks>Decided once, before the first pool starts.</remarks>
internal static unsafe class RseqPath
{
    private static readonly long* s_aborts = (long*)NativeMemory.AllocZeroed(64);
    private static readonly (nint Page, string Reason) s_start = Start();

    private static readonly delegate* unmanaged[SuppressGCTransition]<CpuTable*, uint*, uint, uint> s_pop =
        (delegate* unmanaged[SuppressGCTransition]<CpuTable*, uint*, uint, uint>)(s_start.Page + RseqCode.PopEntry);

    private static readonly delegate* unmanaged[SuppressGCTransition]<CpuTable*, uint*, uint, uint> s_push =
        (delegate* unmanaged[SuppressGCTransition]<CpuTable*, uint*, uint, uint>)(s_start.Page + RseqCode.PushEntry);

    private static readonly delegate* unmanaged[SuppressGCTransition]<CpuTable*, uint> s_take =
        (delegate* unmanaged[SuppressGCTransition]<CpuTable*, uint>)(s_start.Page + RseqCode.TakeEntry);

    private static readonly delegate* unmanaged[SuppressGCTransition]<CpuTable*, uint, uint> s_keep =
        (delegate* unmanaged[SuppressGCTransition]<CpuTable*, uint, uint>)(s_start.Page + RseqCode.KeepEntry);

    /// <summary>Why the portable path runs; empty where the sequences do.</summary>
    public static string Reason => s_start.Reason;

    /// <summary>Whether caches are per CPU.</summary>
    public static readonly bool IsActive = s_start.Page != 0;

    /// <summary>How often the kernel made a sequence start over.</summary>
    public static long Aborts => Volatile.Read(ref *s_aborts);

    /// <summary>Takes up to <paramref name="count"/> slots from this CPU's block; writes up to 12 bytes beyond them.</summary>
    /// <remarks>Not inlined: in a caller's <c>try</c> or async body an unmanaged call goes through a generic stub, which costs as much
    /// again as the sequence. In a method without exception regions it is one call instruction.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Pop(CpuTable* table, uint* destination, int count) => (int)s_pop(table, destination, (uint)count);

    /// <summary>Gives up to <paramref name="count"/> slots to this CPU's block, the first ones first; reads up to 12 bytes beyond them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Push(CpuTable* table, uint* source, int count) => (int)s_push(table, source, (uint)count);

    /// <summary>Takes the slot on top of this CPU's block; 0 where it has none. For methods without exception regions, which inline it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Take(CpuTable* table) => s_take(table);

    /// <summary>Puts a slot on top of this CPU's block; false where it is full. For methods without exception regions, which inline it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryKeep(CpuTable* table, uint slot) => s_keep(table, slot) != 0;

    private static (nint Page, string Reason) Start()
    {
        nint page = Start(OsMemory.Current, SlabwiseOptions.RestartableSequences, out string reason);
        return (page, reason);
    }

    /// <summary>Makes the code page, or says why the portable path must do.</summary>
    internal static nint Start(OsMemory os, bool wanted, out string reason)
    {
        if (!wanted)
        {
            reason = "switched off by the option rseq";
            return 0;
        }

        if (!RseqAbi.TryFind(out int offset, out reason)) return 0;
        if (CpuFence.Way.Length == 0)
        {
            reason = "caches could not be taken from a CPU: the kernel offers neither membarrier for restartable sequences (Linux does from 5.10 on) nor leave to change CPUs";
            return 0;
        }

        return os.MapCode(RseqCode.PageBytes, page => RseqCode.Write(page, offset, s_aborts), out reason);
    }
}
