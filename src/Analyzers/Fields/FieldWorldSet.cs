using System.Collections.Immutable;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>The worlds in which control can stand at one point. Those that differ in what decides a verdict stay apart.</summary>
internal sealed class FieldWorldSet
{
    private readonly Dictionary<Key, FieldWorld> _worlds = [];
    private readonly Place _slot;
    private readonly Place _result;

    public FieldWorldSet(Place slot, Place result)
    {
        _slot = slot;
        _result = result;
    }

    public IEnumerable<FieldWorld> All => _worlds.Values;

    public int Count => _worlds.Count;

    public bool Add(FieldWorld world)
    {
        Key key = new(world, world[_slot].Kind, world[_result]);
        if (_worlds.TryGetValue(key, out FieldWorld? known)) return known.Absorb(world);
        _worlds.Add(key, world.Clone());
        return true;
    }

    private readonly struct Key : IEquatable<Key>
    {
        private readonly int _bits;
        private readonly Content _result;
        private readonly Pending? _pending;
        private readonly Release? _release;
        private readonly ImmutableArray<Doubtful> _doubts;

        public Key(FieldWorld world, ContentKind slot, Content result)
        {
            _bits = (int)world.Custody
                | (world.Escaped ? 1 << 4 : 0)
                | (world.Exceptional ? 1 << 5 : 0)
                | (world.Used ? 1 << 6 : 0)
                | (world.FinalizerSuppressed ? 1 << 7 : 0)
                | (world.OverwrittenBy is not null ? 1 << 8 : 0)
                | (world.ThrownBy is not null ? 1 << 9 : 0)
                | ((int)slot << 10);
            _result = result;
            _pending = world.Pending;
            _release = world.Release;
            _doubts = world.Doubts;
        }

        public bool Equals(Key other) =>
            _bits == other._bits && _result.Equals(other._result) && Equals(_pending, other._pending)
            && ReferenceEquals(_release?.Operation, other._release?.Operation) && ReferenceEquals(_release?.Call, other._release?.Call)
            && _doubts.SequenceEqual(other._doubts);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            int hash = _bits * 31 + (_pending?.GetHashCode() ?? 0);
            foreach (Doubtful doubt in _doubts) hash = hash * 31 + doubt.GetHashCode();
            return hash;
        }
    }
}
