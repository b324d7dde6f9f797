namespace Slabwise.Analyzers.Flow;

/// <summary>The worlds in which control can stand at one point.</summary>
internal sealed class WorldSet
{
    private readonly Dictionary<WorldKey, World> _worlds = [];

    public IEnumerable<World> All => _worlds.Values;

    public int Count => _worlds.Count;

    /// <summary>Adds a copy of <paramref name="world"/>. Returns whether the set has grown or become less certain.</summary>
    public bool Add(World world)
    {
        WorldKey key = world.Key;
        if (_worlds.TryGetValue(key, out World? known)) return known.Absorb(world);
        _worlds.Add(key, world.Clone());
        return true;
    }
}
