using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>Pairs of threads, of which one rents and touches and the other returns; groups pass through a ring a pair.</summary>
internal sealed class HandoffKernel<TLoop, THandle>(int pairs = 1) : IKernel
    where TLoop : struct, IHandoffLoop<THandle>
    where THandle : struct
{
    private const int GroupsPerCall = 64, WarmGroups = 2;

    private readonly Crew _crew = new(2 * pairs);
    private readonly GroupRing<THandle>[] _rings = [.. Enumerable.Range(0, pairs).Select(_ => new GroupRing<THandle>())];

    public void WarmUp() => _crew.Run(member => Groups(member, WarmGroups));

    public Lap Run(long operations)
    {
        long unit = (long)WorkloadCatalog.Group * _rings.Length;
        long groups = Math.Max(1, operations / unit);
        _crew.Run(member => Groups(member, groups / 16 + 1));
        return new Lap(_crew.Run(member => Groups(member, groups)), groups * unit);
    }

    private void Groups(int member, long count)
    {
        GroupRing<THandle> ring = _rings[member / 2];
        for (; count > 0; count -= GroupsPerCall)
        {
            int groups = (int)Math.Min(count, GroupsPerCall);
            if (member % 2 == 0) TLoop.Produce(ring, groups);
            else TLoop.Consume(ring, groups);
        }
    }
}
