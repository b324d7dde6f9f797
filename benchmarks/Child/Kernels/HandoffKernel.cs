using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>One thread rents and touches, another returns; groups pass through a ring.</summary>
internal sealed class HandoffKernel<TLoop, THandle> : IKernel
    where TLoop : struct, IHandoffLoop<THandle>
    where THandle : struct
{
    private const int GroupsPerCall = 64, WarmGroups = 2;

    private readonly Crew _crew = new(2);
    private readonly GroupRing<THandle> _ring = new();

    public void WarmUp() => _crew.Run(member => Groups(member, WarmGroups));

    public Lap Run(long operations)
    {
        long groups = Math.Max(1, operations / WorkloadCatalog.Group);
        _crew.Run(member => Groups(member, groups / 16 + 1));
        return new Lap(_crew.Run(member => Groups(member, groups)), groups * WorkloadCatalog.Group);
    }

    private void Groups(int member, long count)
    {
        for (; count > 0; count -= GroupsPerCall)
        {
            int groups = (int)Math.Min(count, GroupsPerCall);
            if (member == 0) TLoop.Produce(_ring, groups);
            else TLoop.Consume(_ring, groups);
        }
    }
}
