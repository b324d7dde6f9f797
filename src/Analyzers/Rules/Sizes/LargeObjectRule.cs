using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Rules.Sizes;

internal static class LargeObjectRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.LargeObjectEdge,
        "An array is on the large object heap",
        "{0}: objects of 85,000 bytes and more go to the large object heap, which is collected with generation 2 only and not compacted; {1}",
        RuleCategories.Sizes,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "A slightly smaller array would be an ordinary object. Just above the edge, and in loops that allocate, this is a warning.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.LargeObjectEdge),
        "CWE-770");

    // "Just above": a tenth over what still fits, small enough that cutting the array down is worth thinking about.
    private const long NearPartsOf = 10;

    public static Diagnostic? Classify(Allocation allocation)
    {
        ArraySize size = allocation.Size;
        long allocated = allocation.IsPooled ? ArraySize.PoolLength(allocation.Length) : allocation.Length;
        if (!size.IsLarge(allocated) || LivesForever(allocation.Operation)) return null;

        long fits = allocation.IsPooled ? size.LargestSmallRequest() : size.LargestSmallLength;
        bool near = allocation.Length - fits <= fits / NearPartsOf;
        // A pool allocates its array once, however often the loop comes round.
        bool repeated = !allocation.IsPooled && IsInLoop(allocation.Operation);
        return Diagnostic.Create(
            Descriptor,
            allocation.Operation.Syntax.GetLocation(),
            near || repeated ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            additionalLocations: null,
            properties: null,
            What(allocation, allocated),
            Limit(allocation, fits));
    }

    private static string What(Allocation allocation, long allocated)
    {
        string element = allocation.Type.ElementType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        return allocation.IsPooled
            ? Format("The pool rounds {0:N0} '{1}' up to {2:N0}, an array of {3:N0} bytes", allocation.Length, element, allocated, allocation.Size.BytesFor(allocated))
            : Format("The array of {0:N0} '{1}' takes {2:N0} bytes with its header", allocation.Length, element, allocation.Size.BytesFor(allocated));
    }

    private static string Limit(Allocation allocation, long fits) =>
        fits <= 0
            ? "no length stays below that"
            : Format("{0:N0} elements, {1:N0} fewer, stay below that", fits, allocation.Length - fits);

    private static string Format(string format, params object[] arguments) => string.Format(CultureInfo.InvariantCulture, format, arguments);

    // A table that is made once and kept is well off among the large objects.
    private static bool LivesForever(IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation or ILocalFunctionOperation: return false;
                case IFieldInitializerOperation { InitializedFields: { IsEmpty: false } fields } when fields[0].IsStatic: return true;
                case IPropertyInitializerOperation { InitializedProperties: { IsEmpty: false } properties } when properties[0].IsStatic: return true;
            }
        }

        return false;
    }

    private static bool IsInLoop(IOperation operation)
    {
        for (IOperation? child = operation, parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation) return false;
            if (parent is ILoopOperation loop) return !IsRunOnce(loop, child!) && !Leaves(operation, loop);
        }

        return false;
    }

    private static bool IsRunOnce(ILoopOperation loop, IOperation part) => loop switch
    {
        IForEachLoopOperation each => ReferenceEquals(each.Collection, part),
        IForLoopOperation counted => counted.Before.Contains(part),
        _ => false,
    };

    // `return new byte[n]` ends the loop, whichever round it comes in.
    private static bool Leaves(IOperation operation, ILoopOperation loop)
    {
        for (IOperation? parent = operation.Parent; parent is not null && !ReferenceEquals(parent, loop); parent = parent.Parent)
            if (parent is IReturnOperation { Kind: OperationKind.Return } or IThrowOperation) return true;
        return false;
    }
}
