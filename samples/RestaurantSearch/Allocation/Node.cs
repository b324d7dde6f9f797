namespace RestaurantSearch.Allocation;

/// <summary>A record as an object on the garbage-collected heap.</summary>
internal sealed class Node<T>
    where T : unmanaged
{
    public T Value;
}
