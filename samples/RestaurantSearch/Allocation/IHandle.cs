namespace RestaurantSearch.Allocation;

/// <summary>
/// How a variant gets, reaches and gives back one record. Handles are structs, also where they only wrap a reference, so that
/// the compiler makes separate code of the engine for each variant and inlines these calls.
/// </summary>
/// <typeparam name="TSelf">The handle.</typeparam>
/// <typeparam name="T">What it refers to.</typeparam>
internal interface IHandle<TSelf, T>
    where TSelf : struct, IHandle<TSelf, T>
    where T : unmanaged
{
    ref T Value { get; }

    static abstract TSelf Rent();

    static abstract void Rent(Span<TSelf> destination);

    static abstract void Return(ReadOnlySpan<TSelf> handles);
}
