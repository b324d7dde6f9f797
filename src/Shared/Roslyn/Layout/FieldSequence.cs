namespace Slabwise.Shared;

/// <summary>Places fields one after another, as the runtime does for sequential and explicit structs.</summary>
internal sealed class FieldSequence(int pack)
{
    private long _end;
    private int _alignment = 1;

    /// <summary>Places a field behind the ones before it.</summary>
    public void Append(ValueLayout field) => PlaceAt(RoundUp(_end, Capped(field)), field);

    /// <summary>Places a field at an offset of the author's choosing.</summary>
    public void PlaceAt(long offset, ValueLayout field)
    {
        _alignment = Math.Max(_alignment, Capped(field));
        _end = Math.Max(_end, offset + field.Size);
    }

    /// <summary>The whole struct; a size that the author declares is a minimum, and is then not rounded up.</summary>
    public ValueLayout Close(int declaredSize)
    {
        long size = declaredSize > 0 ? Math.Max(declaredSize, _end) : RoundUp(_end, _alignment);
        return size > int.MaxValue
            ? ValueLayout.Unknown("it is larger than 2 GiB")
            : ValueLayout.Known(Math.Max((int)size, 1), _alignment);
    }

    private int Capped(ValueLayout field) => pack <= 0 ? field.Alignment : Math.Min(pack, field.Alignment);

    private static long RoundUp(long value, int alignment) => (value + alignment - 1) / alignment * alignment;
}
