using System.Collections;

namespace Slabwise.Analyzers.Flow;

/// <summary>
/// A map that never changes, for a handful of pairs. A world is copied at every handler and branch and asked at every operation, and knows a few variables:
/// searching an array from its start hashes no symbol. <c>ImmutableDictionary</c> hashes one at every question and makes a tree's nodes at every change.
/// </summary>
internal readonly struct SmallMap<TKey, TValue> : IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : IEquatable<TKey>
{
    private readonly KeyValuePair<TKey, TValue>[]? _pairs;

    private SmallMap(KeyValuePair<TKey, TValue>[]? pairs) => _pairs = pairs;

    public int Count => _pairs?.Length ?? 0;

    /// <summary>The two are one: nothing that holds for the one needs to be asked of the other.</summary>
    public bool Is(SmallMap<TKey, TValue> other) => ReferenceEquals(_pairs, other._pairs);

    public bool TryGetValue(TKey key, out TValue value)
    {
        int index = IndexOf(key);
        value = index < 0 ? default! : _pairs![index].Value;
        return index >= 0;
    }

    public bool ContainsKey(TKey key) => IndexOf(key) >= 0;

    /// <summary>The map with this pair in it; the same one if it is there already.</summary>
    public SmallMap<TKey, TValue> With(TKey key, TValue value)
    {
        int index = IndexOf(key);
        if (index >= 0 && EqualityComparer<TValue>.Default.Equals(_pairs![index].Value, value)) return this;
        int count = Count;
        KeyValuePair<TKey, TValue>[] pairs = new KeyValuePair<TKey, TValue>[index < 0 ? count + 1 : count];
        if (count > 0) Array.Copy(_pairs!, pairs, count);
        pairs[index < 0 ? count : index] = new KeyValuePair<TKey, TValue>(key, value);
        return new SmallMap<TKey, TValue>(pairs);
    }

    /// <summary>The map without that key; the same one if it is not there.</summary>
    public SmallMap<TKey, TValue> Without(TKey key)
    {
        int index = IndexOf(key);
        if (index < 0) return this;
        int count = _pairs!.Length - 1;
        if (count == 0) return default;
        KeyValuePair<TKey, TValue>[] pairs = new KeyValuePair<TKey, TValue>[count];
        Array.Copy(_pairs, pairs, index);
        Array.Copy(_pairs, index + 1, pairs, index, count - index);
        return new SmallMap<TKey, TValue>(pairs);
    }

    public Enumerator GetEnumerator() => new(_pairs ?? []);

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => ((IEnumerable<KeyValuePair<TKey, TValue>>)(_pairs ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => (_pairs ?? []).GetEnumerator();

    private int IndexOf(TKey key)
    {
        if (_pairs is not { } pairs) return -1;
        for (int i = 0; i < pairs.Length; i++)
            if (pairs[i].Key.Equals(key)) return i;
        return -1;
    }

    /// <summary>Goes over the pairs without a heap object: what is taken out meanwhile goes into another map.</summary>
    internal struct Enumerator(KeyValuePair<TKey, TValue>[] pairs)
    {
        private int _index = -1;

        public readonly KeyValuePair<TKey, TValue> Current => pairs[_index];

        public bool MoveNext() => ++_index < pairs.Length;
    }
}
