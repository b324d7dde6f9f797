using System.Runtime.CompilerServices;
using Slabwise.Caches;

namespace Slabwise.Diagnostics.Profiling;

/// <summary>What was sampled: sums by stack and pool, and the samples that may be alive still.</summary>
/// <remarks>
/// <para>Behind one lock: it is taken once a sample, and once for each sampled block or object of a class that comes back. Bounded: stacks by
/// <see cref="CallStacks.Most"/>, live samples by live bytes over the mean.</para>
/// <para>Whether a sampled struct is alive is asked when a profile is written: a handle whose generation has moved on is dead, which costs a return nothing. Blocks
/// and objects have no generation; they carry a mark that their return meets anyway.</para>
/// </remarks>
internal static unsafe class ProfileStore
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<(string Pool, string Stack), ProfileSite> Sites = [];
    private static readonly Dictionary<(CallStack Stack, string Pool), ProfileSite> SitesOfStacks = [];
    private static readonly Dictionary<long, LiveSample> Live = [];
    private static readonly CallStack Others = new(["(other stacks)"], isKnown: false);
    private static long s_next, s_sweepAt = 1024;

    /// <summary>Forgets everything. Marks that are out lead to nothing then.</summary>
    public static void Clear()
    {
        lock (Gate)
        {
            CallStacks.Clear();
            Sites.Clear();
            SitesOfStacks.Clear();
            Live.Clear();
        }
    }

    /// <summary>Adds a sampled struct, which dies when its generation moves on; without generations it counts as rented and never as live.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddStruct(string pool, PoolCore* core, uint generation, uint* generations, int bytes, double weight) =>
        Add(pool, bytes, weight, generations is null ? null : new LiveSample { Core = (nint)core, Generation = generation, Generations = generations });

    /// <summary>Adds a sampled block or object; gives the number by which <see cref="Remove"/> finds it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long AddMarked(string pool, long bytes, double weight) => Add(pool, bytes, weight, new LiveSample());

    /// <summary>A sampled block or object came back.</summary>
    public static void Remove(long number)
    {
        lock (Gate) Live.Remove(number);
    }

    /// <summary>All sums of this moment.</summary>
    public static List<ProfileSample> Read()
    {
        lock (Gate)
        {
            Sweep();
            foreach (ProfileSite site in Sites.Values) site.ClearLive();
            foreach (LiveSample sample in Live.Values) sample.Site!.AddLive(sample.Bytes, sample.Weight);
            return [.. Sites.Values.Select(site => site.ToSample()).OrderByDescending(sample => sample.LiveBytes).ThenByDescending(sample => sample.Bytes)];
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Add(string pool, long bytes, double weight, LiveSample? sample)
    {
        CallStack stack = CallStacks.Current();
        lock (Gate)
        {
            ProfileSite site = SiteOf(pool, stack);
            site.Add(bytes, weight);
            if (sample is null) return 0;
            sample.Site = site;
            sample.Bytes = bytes;
            sample.Weight = weight;
            Live.Add(++s_next, sample);
            if (Live.Count >= s_sweepAt)
            {
                Sweep();
                s_sweepAt = Math.Max(1024, Live.Count * 2L);
            }

            return s_next;
        }
    }

    private static ProfileSite SiteOf(string pool, CallStack stack)
    {
        if (SitesOfStacks.TryGetValue((stack, pool), out ProfileSite? site)) return site;
        site = SiteOfNames(pool, stack);
        if (stack.IsKnown && SitesOfStacks.Count < CallStacks.Most) SitesOfStacks.Add((stack, pool), site);
        return site;
    }

    private static ProfileSite SiteOfNames(string pool, CallStack stack)
    {
        if (Sites.TryGetValue((pool, stack.Key), out ProfileSite? site)) return site;
        if (Sites.Count >= CallStacks.Most && stack != Others) return SiteOfNames(pool, Others);
        return Sites[(pool, stack.Key)] = new ProfileSite(pool, stack.Frames);
    }

    // A pool that has closed took its generations along: only those of open pools may be read, and stay open while they are visited.
    private static void Sweep()
    {
        ILookup<nint, KeyValuePair<long, LiveSample>> byPool = Live.Where(pair => pair.Value.Generations is not null).ToLookup(pair => pair.Value.Core);
        foreach (IGrouping<nint, KeyValuePair<long, LiveSample>> dead in byPool)
        {
            foreach ((long number, LiveSample sample) in dead) sample.IsDead = true;
        }

        for (PoolCore* core = CoreList.VisitFirst(); core is not null; core = CoreList.VisitNext(core))
        {
            foreach ((long number, LiveSample sample) in byPool[(nint)core]) sample.IsDead = Volatile.Read(ref *sample.Generations) != sample.Generation;
        }

        foreach (IGrouping<nint, KeyValuePair<long, LiveSample>> of in byPool)
        {
            foreach ((long number, LiveSample sample) in of)
            {
                if (sample.IsDead) Live.Remove(number);
            }
        }
    }

    private sealed class LiveSample
    {
        public ProfileSite? Site;
        public long Bytes;
        public double Weight;
        public nint Core;
        public uint Generation;
        public uint* Generations;
        public bool IsDead;
    }
}
