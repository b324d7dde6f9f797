using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;
using Slabwise.Analyzers.Flow.Lifetimes;

namespace Slabwise.Analyzers.Rules.Ownership;

internal static class LengthTrustedRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.LengthTrusted,
        "The length of a rented array is taken for the length that was asked for",
        "'{0}' is all of '{1}', which may be longer than what was asked for: what follows is left from others",
        RuleCategories.Ownership,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "A pool gives at least what one asks for; use the length that was asked for, not the array's own.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.LengthTrusted),
        "CWE-131", "CWE-200");

    /// <summary>Each rental looks at the whole member once, so that a machine-written one would take a square of time.</summary>
    private const int MaxRentals = 64;

    public static IEnumerable<Diagnostic> Classify(MemberBody body, OwnershipModel model)
    {
        IOperation[] operations = body.Operations;
        foreach ((string name, SizedRental rental) in operations.OfType<IVariableDeclaratorOperation>()
            .Select(declarator => (declarator.Symbol.Name, Rental: SizedRental.Of(declarator, model, body.Variables)!)).Where(pair => pair.Rental is not null).Take(MaxRentals))
        {
            if (operations.Any(operation => MindsLength(operation, rental))) continue;
            if (operations.Select(operation => TrustIn(operation, rental)).FirstOrDefault(found => found is not null) is not { } place) continue;
            if (place is IConversionOperation { IsImplicit: true } conversion) place = conversion.Operand;
            yield return Diagnostic.Create(Descriptor, place.Syntax.GetLocation(), Describe.Call(place), name);
        }
    }

    // Code that compares the length, or fills the array to its end, knows that there may be more.
    private static bool MindsLength(IOperation operation, SizedRental rental) => operation switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual
            or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } compare =>
            (rental.IsLength(compare.LeftOperand) || rental.IsLength(compare.RightOperand)) && !(compare.Parent is IForLoopOperation loop && ReadsOnly(loop, rental)),
        IInvocationOperation call => WholeUse.Fills(call.TargetMethod) && (rental.IsWhole(call.Instance) || call.Arguments.Any(argument => rental.IsWhole(argument.Value))),
        _ => false,
    };

    private static IOperation? TrustIn(IOperation operation, SizedRental rental)
    {
        switch (operation)
        {
            case IInvocationOperation call when WholeUse.DataOf(call.TargetMethod) is { } ordinal:
                if (ordinal < 0) return rental.IsWhole(call.Instance) ? call.Instance : null;
                foreach (IArgumentOperation argument in call.Arguments)
                    if (argument.Parameter?.Ordinal == ordinal && rental.IsWhole(argument.Value)) return CountIn(call, argument, rental);
                return null;
            case IObjectCreationOperation { Constructor: { } constructor } creation when WholeUse.DataOf(constructor) == 0 && rental.IsWhole(creation.Arguments[0].Value): return creation;
            case IForEachLoopOperation loop when rental.IsWhole(loop.Collection): return loop.Collection;
            case IForLoopOperation { Condition: IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan } condition } loop
                when rental.IsLength(condition.RightOperand) && ReadsOnly(loop, rental): return condition.RightOperand;
            case IArrayElementReferenceOperation element when rental.IsWhole(element.ArrayReference) && IsFromEnd(element) && !IsTarget(element): return element;
            default: return null;
        }
    }

    // With an offset and a count it is the count that decides.
    private static IOperation? CountIn(IInvocationOperation call, IArgumentOperation data, SizedRental rental)
    {
        bool counted = false;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is not { Type.SpecialType: SpecialType.System_Int32 } parameter || parameter.Ordinal <= data.Parameter!.Ordinal) continue;
            counted = true;
            if (rental.IsLength(argument.Value)) return argument.Value;
        }

        return counted ? null : data.Value;
    }

    private static bool ReadsOnly(IForLoopOperation loop, SizedRental rental)
    {
        bool reads = false;
        foreach (IOperation operation in loop.Body.DescendantsAndSelf())
        {
            if (operation is not IArrayElementReferenceOperation element || !rental.IsWhole(element.ArrayReference)) continue;
            if (IsTarget(element)) return false;
            reads = true;
        }

        return reads;
    }

    private static bool IsTarget(IOperation element) => element.Parent switch
    {
        IAssignmentOperation assignment => ReferenceEquals(assignment.Target, element),
        IIncrementOrDecrementOperation or IAddressOfOperation or ITupleOperation => true,
        IArgumentOperation argument => argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out,
        _ => false,
    };

    private static bool IsFromEnd(IArrayElementReferenceOperation element) =>
        element.Indices.Length == 1 && element.Indices[0] is IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat };
}
