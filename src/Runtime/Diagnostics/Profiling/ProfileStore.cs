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
    private const int LeastSweep = 1024;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<(string Pool, string Stack), ProfileSite> Sites = [];
    private static readonly LiveSamples Live = new();
    private static readonly CallStack Others = new(["(other stacks)"], isKnown: false);
    private static long s_sweepAt = LeastSweep;

    /// <summary>Forgets everything. Marks that are out lead to nothing then.</summary>
    public static void Clear()
    {
        lock (Gate)
        {
            CallStacks.Clear();
            Sites.Clear();
            Live.Clear();
            s_sweepAt = LeastSweep;
        }
    }

    /// <summary>Adds a sampled struct, which dies when its generation moves on; without generations it counts as rented and never as live.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddStruct(string pool, PoolCore* core, uint generation, uint* generations, int bytes, double weight)
    {
        CallStack stack = CallStacks.Current();
        lock (Gate)
        {
            ProfileSite site = CountedAt(pool, stack, bytes, weight);
            if (generations is not null) AddLive(site, bytes, weight, core, generation, generations);
        }
    }

    /// <summary>Adds a sampled block or object; gives the number by which <see cref="Remove"/> finds it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long AddMarked(string pool, long bytes, double weight)
    {
        CallStack stack = CallStacks.Current();
        lock (Gate) return AddLive(CountedAt(pool, stack, bytes, weight), bytes, weight, core: null, generation: 0, generations: null);
    }

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
            Live.Sweep();
            foreach (ProfileSite site in Sites.Values) site.ClearLive();
            Live.AddToSites();
            return [.. Sites.Values.Select(site => site.ToSample()).OrderByDescending(sample => sample.LiveBytes).ThenByDescending(sample => sample.Bytes)];
        }
    }

    private static ProfileSite CountedAt(string pool, CallStack stack, long bytes, double weight)
    {
        ProfileSite? site = stack.SiteOf(pool);
        if (site is null)
        {
            site = SiteOfNames(pool, stack);
            if (stack.IsKnown) stack.Remember(pool, site);
        }

        site.Add(bytes, weight);
        return site;
    }

    private static long AddLive(ProfileSite site, long bytes, double weight, PoolCore* core, uint generation, uint* generations)
    {
        long number = Live.Add(site, bytes, weight, core, generation, generations);
        if (Live.Count >= s_sweepAt)
        {
            Live.Sweep();
            s_sweepAt = Math.Max(LeastSweep, Math.Max(Live.Count * 2L, Live.Places / 2));    // so that a sweep's cost falls on as many samples
        }

        return number;
    }

    private static ProfileSite SiteOfNames(string pool, CallStack stack)
    {
        if (Sites.TryGetValue((pool, stack.Key), out ProfileSite? site)) return site;
        if (Sites.Count >= CallStacks.Most && stack != Others) return SiteOfNames(pool, Others);
        return Sites[(pool, stack.Key)] = new ProfileSite(pool, stack.Frames);
    }
}
