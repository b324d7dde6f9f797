using System.Runtime.InteropServices;

namespace Slabwise.Os;

/// <summary>Writes machine code to a page that is still writable.</summary>
internal unsafe delegate void PageWriter(byte* page);

/// <summary>The operating system's side of memory, as far as the tiers above need it.</summary>
/// <remarks>One instance serves the process (<see cref="Current"/>). Every call may fail and says so by its result; none throws.
/// Tests put a refusing layer in front.</remarks>
internal abstract unsafe class OsMemory
{
    /// <summary>What serves the process: the platform's own, unless a test has put another one in front.</summary>
    public static OsMemory Current { get; set; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess
        ? new LinuxMemory()
        : new NoReservations();

    /// <summary>Reserves address space that faults when touched; 0 where that is refused.</summary>
    public abstract nint Reserve(nint bytes);

    /// <summary>Maps memory that reads as zero and takes up room only where it is written; 0 where that is refused.</summary>
    public abstract nint MapLazily(nint bytes);

    /// <summary>Makes part of a reservation readable and writable.</summary>
    public abstract bool Commit(nint address, nint bytes);

    /// <summary>Makes committed pages fault when touched; <see cref="Commit"/> opens them again.</summary>
    public virtual bool Close(nint address, nint bytes) => false;

    /// <summary>Gives the pages back at once; they read as zero afterwards.</summary>
    public abstract bool Discard(nint address, nint bytes);

    /// <summary>Lets the system take the pages whenever it is short of memory; what is written to them later stays.</summary>
    public virtual bool DiscardLazily(nint address, nint bytes) => Discard(address, bytes);

    /// <summary>Says whether a range should lie in huge pages.</summary>
    public virtual bool AdviseHuge(nint address, nint bytes, bool wanted) => false;

    /// <summary>Moves pages with what is on them to another place of the same length, and leaves the old one committed and empty.</summary>
    public virtual bool Move(nint from, nint to, nint bytes) => false;

    /// <summary>Puts new, empty pages in the place of committed ones, mapped as if nothing had ever been moved there.</summary>
    public virtual bool Renew(nint address, nint bytes) => false;

    /// <summary>Has a range's pages, as far as they are not there yet, taken from a memory node's memory while it has any.</summary>
    public virtual bool BindToNode(nint address, nint bytes, int node) => false;

    /// <summary>Ends a reservation or a mapping.</summary>
    public abstract void Unmap(nint address, nint bytes);

    /// <summary>Maps a page of machine code, executable but never writable at the same time; 0 with a reason where that is refused.</summary>
    /// <param name="size">The page's size in bytes.</param>
    /// <param name="write">Fills the page while it is still writable.</param>
    /// <param name="reason">Why it is refused.</param>
    public abstract nint MapCode(int size, PageWriter write, out string reason);

    /// <summary>Where the platform offers no lazily committed reservations that were tried: pools then use a slab table.</summary>
    private sealed class NoReservations : OsMemory
    {
        private const int PageBytes = 4096;

        public override nint Reserve(nint bytes) => 0;

        // A page's start, with the allocation's own address just below it.
        public override nint MapLazily(nint bytes)
        {
            nint raw;
            try
            {
                raw = (nint)NativeMemory.AllocZeroed((nuint)(bytes + PageBytes));
            }
            catch (OutOfMemoryException)
            {
                return 0;
            }

            nint aligned = (raw + PageBytes) & ~(nint)(PageBytes - 1);
            ((nint*)aligned)[-1] = raw;
            return aligned;
        }

        public override bool Commit(nint address, nint bytes) => false;

        public override bool Discard(nint address, nint bytes) => false;

        public override void Unmap(nint address, nint bytes) => NativeMemory.Free((void*)((nint*)address)[-1]);

        public override nint MapCode(int size, PageWriter write, out string reason)
        {
            reason = "restartable sequences are a Linux facility";
            return 0;
        }
    }
}
