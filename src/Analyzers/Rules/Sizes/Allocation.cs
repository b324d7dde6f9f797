using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Rules.Sizes;

/// <summary>An array that the code asks for with a length known at compile time.</summary>
internal sealed class Allocation
{
    private Allocation(IOperation operation, IArrayTypeSymbol type, long length, long elementBytes, bool isPooled)
    {
        Operation = operation;
        Type = type;
        Length = length;
        Size = new ArraySize(type.Rank, elementBytes);
        IsPooled = isPooled;
    }

    public IOperation Operation { get; }

    public IArrayTypeSymbol Type { get; }

    /// <summary>The elements asked for, over all dimensions.</summary>
    public long Length { get; }

    public ArraySize Size { get; }

    /// <summary>A pool serves the request, with what it rounds it up to.</summary>
    public bool IsPooled { get; }

    public static Allocation? OfCreation(IArrayCreationOperation creation)
    {
        // What the compiler makes, as for params or an initializer in metadata, is not for the user to size.
        if (creation.IsImplicit || creation.Type is not IArrayTypeSymbol type || Total(creation.DimensionSizes) is not { } length) return null;
        return Create(creation, type, length, isPooled: false);
    }

    public static Allocation? OfCall(IInvocationOperation call, INamedTypeSymbol? pool, INamedTypeSymbol? collector)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method.ReturnType is not IArrayTypeSymbol type || method.Parameters.IsEmpty) return null;
        bool rents = method.Name == "Rent" && IsOrDerivesFrom(method.ContainingType, pool);
        bool allocates = method.Name is "AllocateUninitializedArray" or "AllocateArray"
            && SymbolEqualityComparer.Default.Equals(method.ContainingType, collector);
        if (!rents && !allocates) return null;

        long? length = null;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == 0) length = Constant(argument.Value);
            // Pinned arrays have a heap of their own, whatever their size.
            else if (allocates && argument.Value.ConstantValue is not { HasValue: true, Value: false }) return null;
        }

        return length is { } known ? Create(call, type, known, rents) : null;
    }

    private static Allocation? Create(IOperation operation, IArrayTypeSymbol type, long length, bool isPooled) =>
        ElementSize.Of(type.ElementType) is { } bytes && length >= 0 ? new Allocation(operation, type, length, bytes, isPooled) : null;

    private static long? Total(IEnumerable<IOperation> dimensions)
    {
        long total = 1;
        foreach (IOperation dimension in dimensions)
        {
            if (Constant(dimension) is not { } length || length < 0 || (length > 0 && total > long.MaxValue / 64 / length)) return null;
            total *= length;
        }

        return total;
    }

    private static long? Constant(IOperation operation) => operation.ConstantValue is not { HasValue: true } constant ? null : constant.Value switch
    {
        int value => value,
        uint value => value,
        long value => value,
        short value => value,
        ushort value => value,
        byte value => value,
        sbyte value => value,
        char value => value,
        ulong value when value <= int.MaxValue => (long)value,
        _ => null,
    };

    private static bool IsOrDerivesFrom(INamedTypeSymbol? type, INamedTypeSymbol? ancestor)
    {
        for (; type is not null && ancestor is not null; type = type.BaseType)
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, ancestor)) return true;
        return false;
    }
}
