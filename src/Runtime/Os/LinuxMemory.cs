using System.Runtime.InteropServices;

namespace Slabwise.Os;

/// <summary>Linux: mmap, mprotect and madvise.</summary>
internal sealed unsafe partial class LinuxMemory : OsMemory
{
    private const int ProtNone = 0, ProtRead = 1, ProtWrite = 2, ProtExecute = 4;
    private const int MapPrivate = 0x02, MapFixed = 0x10, MapAnonymous = 0x20, MapNoReserve = 0x4000;
    private const int MadviseDontNeed = 4, MadviseFree = 8, MadviseHugePage = 14, MadviseNoHugePage = 15;
    private const int RemapMayMove = 1, RemapFixed = 2, RemapKeepSource = 4;
    private const int SystemCallBind = 237, PolicyPreferred = 1, NodesInMask = 1024;
    private static readonly nint Failed = -1;

    public override nint Reserve(nint bytes) => Map(bytes, ProtNone);

    // Side arrays are touched here and there: a huge page for the first entry would cost 2 MiB a pool where THP is "always".
    public override nint MapLazily(nint bytes)
    {
        nint address = Map(bytes, ProtRead | ProtWrite);
        if (address != 0) _ = madvise(address, bytes, MadviseNoHugePage);
        return address;
    }

    public override bool Commit(nint address, nint bytes) => mprotect(address, bytes, ProtRead | ProtWrite) == 0;

    public override bool Close(nint address, nint bytes) => mprotect(address, bytes, ProtNone) == 0;

    public override bool Discard(nint address, nint bytes) => madvise(address, bytes, MadviseDontNeed) == 0;

    public override bool DiscardLazily(nint address, nint bytes) => madvise(address, bytes, MadviseFree) == 0;

    public override bool AdviseHuge(nint address, nint bytes, bool wanted) =>
        madvise(address, bytes, wanted ? MadviseHugePage : MadviseNoHugePage) == 0;

    public override bool Move(nint from, nint to, nint bytes) =>
        mremap(from, bytes, bytes, RemapMayMove | RemapFixed | RemapKeepSource, to) == to;

    public override bool Renew(nint address, nint bytes) =>
        mmap(address, bytes, ProtRead | ProtWrite, MapPrivate | MapAnonymous | MapNoReserve | MapFixed, -1, 0) == address;

    // Preferred, not bound: a node that is full should not end the process while another has memory. No glibc wrapper exists, and
    // libnuma need not be installed; the number is x64's, elsewhere nothing is bound.
    public override bool BindToNode(nint address, nint bytes, int node)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || node >= NodesInMask) return false;
        ulong* mask = stackalloc ulong[NodesInMask / 64];
        new Span<ulong>(mask, NodesInMask / 64).Clear();
        mask[node >> 6] = 1UL << (node & 63);
        return syscall(SystemCallBind, address, bytes, PolicyPreferred, (nint)mask, NodesInMask + 1, 0) == 0;
    }

    public override void Unmap(nint address, nint bytes) => _ = munmap(address, bytes);

    public override nint MapCode(int size, PageWriter write, out string reason)
    {
        nint page = Map(size, ProtRead | ProtWrite);
        if (page == 0)
        {
            reason = "the system refused a page for the sequences";
            return 0;
        }

        write((byte*)page);
        if (mprotect(page, size, ProtRead | ProtExecute) == 0)
        {
            reason = "";
            return page;
        }

        Unmap(page, size);
        reason = "the system refuses to make a page executable";
        return 0;
    }

    private static nint Map(nint bytes, int protection)
    {
        nint address = mmap(0, bytes, protection, MapPrivate | MapAnonymous | MapNoReserve, -1, 0);
        return address == Failed ? 0 : address;
    }

    [LibraryImport("libc")]
    private static partial nint mmap(nint address, nint length, int protection, int flags, int fd, nint offset);

    [LibraryImport("libc")]
    private static partial int munmap(nint address, nint length);

    [LibraryImport("libc")]
    private static partial int mprotect(nint address, nint length, int protection);

    [LibraryImport("libc")]
    private static partial nint mremap(nint address, nint length, nint newLength, int flags, nint to);

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    [LibraryImport("libc")]
    private static partial int madvise(nint address, nint length, int advice);
}
