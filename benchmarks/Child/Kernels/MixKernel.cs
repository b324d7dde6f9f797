namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>Threads in a circle that rent, return and hand over to the next one at random.</summary>
internal sealed class MixKernel<TSource, THandle> : IKernel
    where TSource : struct, IMixSource<THandle>
    where THandle : struct
{
    private const int StepsForOne = 2, WarmSteps = 256;

    private readonly Crew _crew;
    private readonly MixMember<TSource, THandle>[] _members;
    private readonly IKeptFigures _kept;

    public MixKernel(int members, int heldByOne, Func<IKeptFigures> kept)
    {
        _crew = new Crew(members);
        Mailbox<THandle>[] mailboxes = [.. Enumerable.Range(0, members).Select(_ => new Mailbox<THandle>())];
        _members =
        [
            .. Enumerable.Range(0, members).Select(m =>
                new MixMember<TSource, THandle>(m, heldByOne, mailboxes[m], mailboxes[(m + 1) % members])),
        ];
        _kept = kept();
    }

    public void WarmUp() => _crew.Run(member => _members[member].Round(WarmSteps));

    public Lap Run(long operations)
    {
        _kept.BeginRound();
        long steps = operations * StepsForOne / _members.Length + 1;
        _crew.Run(member => _members[member].Round(steps / 16 + 1));
        long nanoseconds = _crew.Run(member => _members[member].Round(steps));
        return new Lap(nanoseconds, _members.Sum(m => m.Rents));
    }

    public IEnumerable<KeyValuePair<string, double>> Figures()
    {
        foreach (MixMember<TSource, THandle> member in _members) member.Settle();
        return _kept.AtRest();
    }
}

/// <summary>Blocks of 64 bytes, whatever was drawn.</summary>
internal readonly struct BlockMix<TSource, THandle> : IMixSource<THandle>
    where TSource : struct, ISource<THandle>
    where THandle : struct
{
    public static bool HasTides => false;

    public static THandle Rent(ulong drawn) => TSource.Rent();

    public static void Touch(THandle handle, long value) => TSource.Touch(handle, value);

    public static void Return(THandle handle) => TSource.Return(handle);
}
