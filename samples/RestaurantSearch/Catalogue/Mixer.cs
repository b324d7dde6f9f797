namespace RestaurantSearch.Catalogue;

/// <summary>Spreads small numbers over 64 bits, the same way on every machine.</summary>
internal static class Mixer
{
    public static ulong Mix(ulong value)
    {
        value = (value + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 29)) * 0x94D049BB133111EB;
        return value ^ (value >> 32);
    }
}
