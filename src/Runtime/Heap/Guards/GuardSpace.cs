using Slabwise.Diagnostics.Profiling;
using Slabwise.Os;
using Slabwise.Pages;

namespace Slabwise.Heap.Guards;

/// <summary>Blocks that end at a page which nobody may touch: one in so many bytes of <see cref="NativeHeap"/>, while guards are on.</summary>
/// <remarks>
/// <para>A place is 64 KiB of address space with up to 32 KiB of pages in its middle. The block ends where its pages end, or as near to it as its alignment
/// lets it; what is left of the pages is filled and looked at when the block is freed. Then the pages are given back and closed until the place is
/// used again, the longest free one first.</para>
/// <para>Under one lock: a guarded block is one in thousands, and costs system calls anyway.</para>
/// </remarks>
internal static unsafe class GuardSpace
{
    /// <summary>Places, live and freed ones together.</summary>
    public const int Places = 256;

    public const int PlaceShift = 16, PageBytes = 4096, LargestBlock = 32 * 1024;

    private const int EndOfPages = 12 * PageBytes;
    private const byte Fill = 0xA5;

    private static readonly Lock Gate = new();
    private static readonly Queue<int> Free = new();
    private static GuardedBlock[] s_blocks = [];
    private static byte* s_base;
    private static int s_isOpen;

    /// <summary>Whether an address is one of a place's.</summary>
    public static bool Owns(void* address) => Volatile.Read(ref s_isOpen) != 0 && (nuint)((byte*)address - s_base) < (nuint)Places << PlaceShift;

    /// <summary>Whether a class's blocks can be guarded: not where somebody may have asked for more than a page's alignment, which they all have.</summary>
    public static bool Fits(int stride) => stride <= LargestBlock && (stride & -stride) <= PageBytes;

    /// <summary>Makes the places, once; false where the system has no address space for them.</summary>
    public static bool TryOpen()
    {
        lock (Gate)
        {
            if (s_isOpen != 0) return true;
            s_base = (byte*)PageHeap.Reserve((nint)Places << PlaceShift);
            if (s_base is null) return false;
            s_blocks = new GuardedBlock[Places];
            for (int place = 0; place < Places; place++)
            {
                s_blocks[place] = new GuardedBlock();
                Free.Enqueue(place);
            }

            GuardReports.Open(s_base);
            Volatile.Write(ref s_isOpen, 1);
            return true;
        }
    }

    /// <summary>Allocates a guarded block; null where all places are live or memory has run out, and an ordinary one must do.</summary>
    public static void* TryAlloc(int bytes, string pool)
    {
        string stack = CallStacks.Current().Lines;
        lock (Gate)
        {
            if (!Free.TryDequeue(out int place)) return null;
            byte* end = s_base + ((nint)place << PlaceShift) + EndOfPages;
            int pages = (bytes + PageBytes - 1) / PageBytes * PageBytes;
            if (!OsMemory.Current.Commit((nint)(end - pages), pages))
            {
                Free.Enqueue(place);
                return null;
            }

            byte* block = (byte*)((nint)(end - bytes) & -16);
            new Span<byte>(end - pages, pages).Fill(Fill);
            s_blocks[place] = new GuardedBlock { Block = block, Bytes = bytes, Pages = pages, Pool = pool, AllocStack = stack };
            GuardReports.Describe(place, s_blocks[place]);
            return block;
        }
    }

    /// <summary>The size of a live guarded block; 0 where the address is not one's.</summary>
    public static nuint SizeOf(void* ptr)
    {
        lock (Gate)
        {
            GuardedBlock of = s_blocks[PlaceOf(ptr)];
            return of.Block == ptr && of.FreeStack is null ? (nuint)of.Bytes : 0;
        }
    }

    /// <summary>Frees a guarded block. Ends the process where something was written around it.</summary>
    /// <exception cref="InvalidOperationException">The block was freed already, or the address is not one that an allocation returned; the message has the stacks.</exception>
    public static void Release(void* ptr)
    {
        string stack = CallStacks.Current().Lines;
        lock (Gate)
        {
            int place = PlaceOf(ptr);
            GuardedBlock of = s_blocks[place];
            if (of.Block != ptr || of.FreeStack is not null) throw new InvalidOperationException(GuardReports.OfBadFree(of, ptr, stack));
            byte* end = s_base + ((nint)place << PlaceShift) + EndOfPages;
            if (FirstDamage(of, end) is { } at) Environment.FailFast(GuardReports.OfDamage(of, at, stack));
            of.FreeStack = stack;
            GuardReports.Describe(place, of);
            OsMemory.Current.Discard((nint)(end - of.Pages), of.Pages);
            OsMemory.Current.Close((nint)(end - of.Pages), of.Pages);
            Free.Enqueue(place);
        }
    }

    private static int PlaceOf(void* ptr) => (int)((nint)((byte*)ptr - s_base) >> PlaceShift);

    // In bytes from the block's start; null where all of the filling is as it was.
    private static long? FirstDamage(GuardedBlock of, byte* end)
    {
        int after = new ReadOnlySpan<byte>(of.Block + of.Bytes, (int)(end - of.Block - of.Bytes)).IndexOfAnyExcept(Fill);
        if (after >= 0) return of.Bytes + after;
        byte* start = end - of.Pages;
        int before = new ReadOnlySpan<byte>(start, (int)(of.Block - start)).LastIndexOfAnyExcept(Fill);
        return before >= 0 ? start + before - of.Block : null;
    }
}
