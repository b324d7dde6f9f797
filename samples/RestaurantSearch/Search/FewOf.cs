using System.Runtime.CompilerServices;

namespace RestaurantSearch.Search;

/// <summary>Room on the stack for a few values of any type.</summary>
[InlineArray(Length)]
internal struct FewOf<T>
{
    public const int Length = 4;

    private T _first;
}
