using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;
using Slabwise.Analyzers.Ranges;

namespace Slabwise.Analyzers.Rules.Sizes;

/// <summary>Finds what allocates. One instance serves one compilation.</summary>
internal sealed class AllocationFinder(Compilation compilation)
{
    private readonly INamedTypeSymbol? _arrayPool = compilation.GetTypeByMetadataName("System.Buffers.ArrayPool`1");
    private readonly INamedTypeSymbol? _collector = compilation.GetTypeByMetadataName("System.GC");
    private readonly INamedTypeSymbol? _array = compilation.GetTypeByMetadataName("System.Array");
    private readonly INamedTypeSymbol? _nativeMemory = compilation.GetTypeByMetadataName("System.Runtime.InteropServices.NativeMemory");
    private readonly INamedTypeSymbol? _marshal = compilation.GetTypeByMetadataName("System.Runtime.InteropServices.Marshal");

    public static Allocation? OfArray(IArrayCreationOperation creation)
    {
        // What the compiler makes, as for params or an initializer in metadata, is not for the user to size.
        if (creation.IsImplicit || creation.Type is not IArrayTypeSymbol type || creation.DimensionSizes.IsEmpty) return null;
        Interval count = Interval.Of(1);
        foreach (IOperation size in creation.DimensionSizes) count = count.Multiply(RangeAnalysis.Of(size));
        return Array(creation, type.ElementType, type.Rank, count, creation.DimensionSizes.Length == 1 ? creation.DimensionSizes[0] : null);
    }

    public Allocation? OfCall(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        switch (method.Name)
        {
            case "Rent" when method.Parameters.Length == 1: return OfRent(call);
            case "AllocateUninitializedArray" or "AllocateArray" when Is(method, _collector):
                // Pinned arrays have a heap of their own, whatever their size.
                foreach (IArgumentOperation argument in call.Arguments)
                    if (argument.Parameter?.Ordinal != 0 && argument.Value.ConstantValue is not { HasValue: true, Value: false }) return null;
                return Array(call, method.TypeArguments[0], Argument(call, 0));
            case "Resize" when Is(method, _array): return Array(call, method.TypeArguments[0], Argument(call, 1));
            case "ToArray" when method.ContainingType.MetadataName is "Span`1" or "ReadOnlySpan`1" && call.Instance is { } span:
                return Array(call, method.ContainingType.TypeArguments[0], 1, new RangeAnalysis().LengthOf(span), null);
            case "Create" when method.ContainingType.SpecialType == SpecialType.System_String && method.Parameters.Length == 3 && Argument(call, 0) is { } length:
                return String(call, RangeAnalysis.Of(length), length);
            case "Alloc" or "AllocZeroed" or "AlignedAlloc" or "Realloc" or "AlignedRealloc": return OfUnmanaged(call);
            case "AllocHGlobal" or "AllocCoTaskMem" or "ReAllocHGlobal" or "ReAllocCoTaskMem" when Is(method, _marshal):
                return call.Arguments.Length == 0 ? null : Unmanaged(call, AllocationKind.Malloc, call.Arguments.Length - 1, factor: null);
            default: return null;
        }
    }

    public static Allocation? OfObject(IObjectCreationOperation creation)
    {
        if (creation.Constructor is not { } constructor || creation.Type is not INamedTypeSymbol type || creation.Arguments.IsEmpty) return null;
        if (type.SpecialType == SpecialType.System_String)
            return creation.Arguments.Length == 2 && constructor.Parameters[1].Name == "count" ? String(creation, RangeAnalysis.Of(creation.Arguments[1].Value), creation.Arguments[1].Value) : null;
        if (BackingArray.Of(type) is not { } backing) return null;
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            if (argument.Parameter is not { Name: "capacity", Type.SpecialType: SpecialType.System_Int32 }) continue;
            return new Allocation(creation, AllocationKind.Managed, RangeAnalysis.Of(argument.Value), ArraySize.OfArray(1, backing.ElementBytes))
            {
                Length = argument.Value,
                Rounding = backing.Rounding,
                Noun = $"The array inside the '{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'",
                Unit = backing.Unit,
            };
        }

        return null;
    }

    private Allocation? OfRent(IInvocationOperation call)
    {
        INamedTypeSymbol pool = call.TargetMethod.ContainingType;
        if (Argument(call, 0) is not { } length) return null;
        if (pool.Name == "SlabMemoryPool" && OwnershipNames.IsOurNamespace(pool.ContainingNamespace))
            return Unmanaged(call, AllocationKind.NativeHeap, 0, factor: null);
        bool ours = pool.MetadataName == "SlabArrayPool`1" && OwnershipNames.IsOurNamespace(pool.ContainingNamespace);
        // How somebody's own pool rounds is not known.
        if (!ours && !SymbolEqualityComparer.Default.Equals(pool.OriginalDefinition, _arrayPool)) return null;
        return Array(call, pool.TypeArguments[0], length) is not { } array ? null : array with
        {
            Kind = AllocationKind.Pooled,
            Rounding = ours ? Rounding.SlabClasses : Rounding.PowerOfTwo,
        };
    }

    private Allocation? OfUnmanaged(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        bool ours = method.ContainingType.Name == "NativeHeap" && OwnershipNames.IsOurNamespace(method.ContainingType.ContainingNamespace);
        if (!ours && !Is(method, _nativeMemory)) return null;
        int size = -1, factor = -1;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (parameter.Name is "byteCount" or "elementCount") size = parameter.Ordinal;
            else if (parameter.Name == "elementSize") factor = parameter.Ordinal;
        }

        return size < 0 ? null : Unmanaged(call, ours ? AllocationKind.NativeHeap : AllocationKind.Malloc, size, factor < 0 ? null : Argument(call, factor));
    }

    private static Allocation? Unmanaged(IInvocationOperation call, AllocationKind kind, int ordinal, IOperation? factor)
    {
        if (Argument(call, ordinal) is not { } size) return null;
        Interval bytes = RangeAnalysis.Of(size);
        if (factor is not null) bytes = bytes.Multiply(RangeAnalysis.Of(factor));
        return new Allocation(call, kind, bytes, ArraySize.OfBytes) { Length = factor is null ? size : null };
    }

    private static Allocation? Array(IOperation operation, ITypeSymbol element, IOperation? length) =>
        length is null ? null : Array(operation, element, 1, RangeAnalysis.Of(length), length);

    private static Allocation? Array(IOperation operation, ITypeSymbol element, int rank, Interval count, IOperation? length) =>
        ElementSize.Of(element) is not { } bytes ? null : new Allocation(operation, AllocationKind.Managed, count, ArraySize.OfArray(rank, bytes))
        {
            Length = length,
            Noun = "The array",
            Unit = $"'{element.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'",
        };

    private static Allocation String(IOperation operation, Interval count, IOperation length) =>
        new(operation, AllocationKind.Managed, count, ArraySize.OfString) { Length = length, Noun = "The string", Unit = "'char'" };

    private static IOperation? Argument(IInvocationOperation call, int ordinal) => ArgumentOf(call.Arguments, ordinal);

    private static IOperation? ArgumentOf(ImmutableArray<IArgumentOperation> arguments, int ordinal)
    {
        foreach (IArgumentOperation argument in arguments)
            if (argument.Parameter?.Ordinal == ordinal) return argument.Value;
        return null;
    }

    private static bool Is(IMethodSymbol method, INamedTypeSymbol? type) =>
        type is not null && SymbolEqualityComparer.Default.Equals(method.ContainingType, type);
}
