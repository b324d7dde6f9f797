using Slabwise.Os;

namespace Slabwise.Runtime.Tests;

/// <summary>Stands in front of the system's memory: refuses a kind of call at its n-th time, and keeps the books of what is mapped.</summary>
/// <remarks><para><c>ENOMEM</c>, <c>EAGAIN</c> and <c>EPERM</c> have the same face here, a 0 or a false. Only calls of the thread that armed it are counted and
/// refused, so that housekeeping in the background changes nothing.</para>
/// <para>The books: a commit, a discard or a move touches nothing but live mappings, and a mapping ends once and as a whole. What breaks that is
/// noted in <see cref="Broken"/>: these calls come from places that must not throw.</para></remarks>
internal sealed unsafe class FaultyMemory : OsMemory, IDisposable
{
    // The bits of the smallest range of pages; a chunk of bookkeeping is half as large.
    private const nint LeastRange = 512 * 1024;

    private readonly OsMemory _system = Current;
    private readonly SortedDictionary<nint, (nint Bytes, int Thread)> _mappings = [];
    private readonly List<string> _broken = [];
    private readonly int[] _calls = new int[Enum.GetValues<SystemCall>().Length];
    private SystemCall _kind;
    private int _at, _thread;
    private bool _lasts;

    public FaultyMemory() => Current = this;

    /// <summary>Whether a call was refused since <see cref="Arm"/>.</summary>
    public bool Hit { get; private set; }

    public IReadOnlyList<string> Broken => _broken;

    /// <summary>From now on this thread's calls are counted; the n-th of a kind is refused, and those after it where that lasts.</summary>
    public void Arm(SystemCall kind, int at, bool lasts)
    {
        Array.Clear(_calls);
        (_kind, _at, _lasts) = (kind, at, lasts);
        Hit = false;
        _thread = Environment.CurrentManagedThreadId;
    }

    /// <summary>Refuses nothing any more.</summary>
    public void Heal() => _thread = 0;

    /// <summary>Calls of a kind since <see cref="Arm"/>.</summary>
    public int CallsOf(SystemCall kind) => _calls[(int)kind];

    /// <summary>Ends the ranges that this thread has mapped since a moment and nobody ended; not what is smaller: bookkeeping of all pools lies there.</summary>
    public void UnmapRangesBut(IReadOnlyCollection<nint> earlier)
    {
        foreach (nint address in Mappings().Except(earlier))
        {
            nint bytes;
            lock (_mappings) bytes = _mappings[address].Bytes;
            if (bytes >= LeastRange) Unmap(address, bytes);
        }
    }

    /// <summary>The live mappings of this thread.</summary>
    public IReadOnlyCollection<nint> Mappings()
    {
        lock (_mappings) return [.. _mappings.Where(mapping => mapping.Value.Thread == Environment.CurrentManagedThreadId).Select(mapping => mapping.Key)];
    }

    public override nint Reserve(nint bytes) => Note(Refuses(SystemCall.Reserve) ? 0 : _system.Reserve(bytes), bytes);

    public override nint MapLazily(nint bytes) => Note(Refuses(SystemCall.MapLazily) ? 0 : _system.MapLazily(bytes), bytes);

    public override bool Commit(nint address, nint bytes)
    {
        Require(address, bytes, "committed");
        return !Refuses(SystemCall.Commit) && _system.Commit(address, bytes);
    }

    public override bool Discard(nint address, nint bytes)
    {
        Require(address, bytes, "discarded");
        return !Refuses(SystemCall.Discard) && _system.Discard(address, bytes);
    }

    public override bool DiscardLazily(nint address, nint bytes)
    {
        Require(address, bytes, "lazily discarded");
        return !Refuses(SystemCall.DiscardLazily) && _system.DiscardLazily(address, bytes);
    }

    public override bool AdviseHuge(nint address, nint bytes, bool wanted) => !Refuses(SystemCall.AdviseHuge) && _system.AdviseHuge(address, bytes, wanted);

    public override bool Move(nint from, nint to, nint bytes)
    {
        Require(from, bytes, "moved away");
        Require(to, bytes, "moved to");
        return !Refuses(SystemCall.Move) && _system.Move(from, to, bytes);
    }

    public override bool BindToNode(nint address, nint bytes, int node) => !Refuses(SystemCall.BindToNode) && _system.BindToNode(address, bytes, node);

    public override void Unmap(nint address, nint bytes)
    {
        lock (_mappings)
        {
            // What was mapped before this stood in front is not in the books.
            if (_mappings.Remove(address, out (nint Bytes, int Thread) mapping) && mapping.Bytes != bytes)
                _broken.Add($"{bytes:N0} bytes at 0x{address:x} were unmapped, but {mapping.Bytes:N0} were mapped");
        }

        _system.Unmap(address, bytes);
    }

    public override nint MapCode(int size, PageWriter write, out string reason) => _system.MapCode(size, write, out reason);

    public void Dispose() => Current = _system;

    private bool Refuses(SystemCall kind)
    {
        if (Environment.CurrentManagedThreadId != _thread) return false;
        int call = ++_calls[(int)kind];
        bool refuses = kind == _kind && (call == _at || (_lasts && call > _at));
        Hit |= refuses;
        return refuses;
    }

    private nint Note(nint address, nint bytes)
    {
        if (address == 0) return 0;
        lock (_mappings) _mappings[address] = (bytes, Environment.CurrentManagedThreadId);
        return address;
    }

    // A range that ends within a mapping but starts outside of all of them may belong to an earlier one: only an overlap is certain.
    private void Require(nint address, nint bytes, string what)
    {
        lock (_mappings)
        {
            foreach ((nint start, (nint Bytes, int Thread) mapping) in _mappings)
            {
                if (address >= start + mapping.Bytes || address + bytes <= start) continue;
                if (address < start || address + bytes > start + mapping.Bytes)
                    _broken.Add($"{bytes:N0} bytes at 0x{address:x} were {what}, across the edge of a mapping of {mapping.Bytes:N0} at 0x{start:x}");
            }
        }
    }
}
