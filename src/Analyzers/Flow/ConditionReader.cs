using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow;

/// <summary>Reads tests into <see cref="Condition"/>s; what has no stable text has none.</summary>
internal sealed class ConditionReader
{
    private const int MaxDepth = 12;

    private static readonly string[] s_steps = ["Advance", "Dequeue", "Move", "Next", "Pop", "Read", "Receive", "Take", "Try", "Wait"];

    private readonly RootVariables _variables;
    private readonly Dictionary<IOperation, Condition?> _known = [];
    private readonly Dictionary<CaptureId, int> _captures = [];
    private readonly Dictionary<ISymbol, int> _numbers;
    private readonly bool _alone;

    /// <summary>Readers of several bodies that share <paramref name="numbers"/> give equal tests of fields equal keys.</summary>
    public ConditionReader(RootVariables variables, Dictionary<ISymbol, int>? numbers = null)
    {
        _variables = variables;
        _alone = numbers is null;
        _numbers = numbers ?? new Dictionary<ISymbol, int>(SymbolEqualityComparer.Default);
    }

    public Condition? Read(IOperation operation)
    {
        if (_known.TryGetValue(operation, out Condition? condition)) return condition;
        condition = Build(operation);
        _known.Add(operation, condition);
        return condition;
    }

    /// <summary>The test whether <paramref name="operand"/> is null.</summary>
    public Condition? ReadNullTest(IOperation operand)
    {
        Draft draft = new();
        draft.Text.Append("null(");
        return Append(draft, operand, 0) ? draft.Finish(negated: false) : null;
    }

    private Condition? Build(IOperation operation)
    {
        bool negated = false;
        operation = operation.WithoutConversions();
        while (operation is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
        {
            negated = !negated;
            operation = not.Operand.WithoutConversions();
        }

        if (operation.TestsForNull(out IOperation? operand, out bool isNull))
        {
            Condition? test = ReadNullTest(operand!);
            return test is null ? null : new Condition(test.Key, negated != !isNull, test.Soft, test.Symbols, test.Captures);
        }

        Draft draft = new();
        if (operation is IBinaryOperation binary && Canonical(binary.OperatorKind) is { } canonical)
        {
            (IOperation left, IOperation right) = canonical.Swapped
                ? (binary.RightOperand, binary.LeftOperand)
                : (binary.LeftOperand, binary.RightOperand);
            draft.Text.Append(canonical.Name).Append('(');
            if (!Append(draft, left, 0)) return null;
            draft.Text.Append(',');
            return Append(draft, right, 0) ? draft.Finish(negated != canonical.Negated) : null;
        }

        return Append(draft, operation, 0) ? draft.Finish(negated) : null;
    }

    // a > b is b < a, a >= b is !(a < b), a <= b is !(b < a), a != b is !(a == b).
    private static (string Name, bool Swapped, bool Negated)? Canonical(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => ("lt", false, false),
        BinaryOperatorKind.GreaterThan => ("lt", true, false),
        BinaryOperatorKind.GreaterThanOrEqual => ("lt", false, true),
        BinaryOperatorKind.LessThanOrEqual => ("lt", true, true),
        BinaryOperatorKind.Equals => ("eq", false, false),
        BinaryOperatorKind.NotEquals => ("eq", false, true),
        _ => null,
    };

    private bool Append(Draft draft, IOperation? operation, int depth)
    {
        if (operation is null || depth > MaxDepth) return false;
        operation = operation.WithoutConversions();
        if (operation.ConstantValue is { HasValue: true } constant)
        {
            draft.Text.Append("c:").Append(Convert.ToString(constant.Value, CultureInfo.InvariantCulture));
            return true;
        }

        switch (operation)
        {
            case ILocalReferenceOperation local: return AppendSymbol(draft, local.Local);
            case IParameterReferenceOperation parameter: return AppendSymbol(draft, parameter.Parameter);
            case IInstanceReferenceOperation:
                draft.Text.Append("this");
                return true;
            case IFlowCaptureReferenceOperation capture:
                draft.Soft = true;
                return _variables.SingleValueOf(capture.Id) is { } single ? Append(draft, single, depth + 1) : AppendChoice(draft, capture.Id);
            case IFieldReferenceOperation field:
                draft.Soft |= !field.Field.IsReadOnly;
                return AppendMember(draft, field.Field, field.Instance, [], depth);
            case IPropertyReferenceOperation property:
                draft.Soft = true;
                return AppendMember(draft, property.Property, property.Instance, property.Arguments, depth);
            // These change what they ask about, so asking again is another question.
            case IInvocationOperation invocation when Array.Exists(s_steps, step => invocation.TargetMethod.Name.StartsWith(step, StringComparison.Ordinal)):
                return false;
            case IInvocationOperation invocation:
                draft.Soft = true;
                return AppendMember(draft, invocation.TargetMethod, invocation.Instance, invocation.Arguments, depth);
            case IBinaryOperation binary:
                draft.Text.Append(binary.OperatorKind).Append('(');
                if (!Append(draft, binary.LeftOperand, depth + 1)) return false;
                draft.Text.Append(',');
                if (!Append(draft, binary.RightOperand, depth + 1)) return false;
                draft.Text.Append(')');
                return true;
            case IUnaryOperation unary:
                draft.Text.Append(unary.OperatorKind).Append(' ');
                return Append(draft, unary.Operand, depth + 1);
            case IIsPatternOperation pattern:
                draft.Text.Append("is ").Append(pattern.Pattern.Syntax.ToString()).Append(' ');
                draft.Soft = true;
                return Append(draft, pattern.Value, depth + 1);
            case IIsTypeOperation type:
                draft.Text.Append("is ").Append(type.TypeOperand.ToDisplayString()).Append(' ');
                return Append(draft, type.ValueOperand, depth + 1);
            default: return false;
        }
    }

    // What a conditional chose hangs on all that its branches mention.
    private bool AppendChoice(Draft draft, CaptureId capture)
    {
        // Temporaries of two bodies have nothing in common.
        if (!_alone || _variables.ValuesOf(capture).Count == 0) return false;
        if (!_captures.TryGetValue(capture, out int number)) _captures.Add(capture, number = _captures.Count);
        draft.Text.Append("choice ").Append(number);
        draft.Captures.Add(capture);
        Mention(draft, capture, 0);
        return true;
    }

    private void Mention(Draft draft, CaptureId capture, int depth)
    {
        foreach (IOperation operation in _variables.ValuesOf(capture).SelectMany(value => value.DescendantsAndSelf()))
        {
            if (Doubt.SymbolOf(operation) is { } symbol) draft.Symbols.Add(symbol);
            else if (operation is IFlowCaptureReferenceOperation inner && depth < MaxDepth) Mention(draft, inner.Id, depth + 1);
        }
    }

    private bool AppendMember(Draft draft, ISymbol member, IOperation? instance, ImmutableArray<IArgumentOperation> arguments, int depth)
    {
        if (instance is not null && !Append(draft, instance, depth + 1)) return false;
        draft.Text.Append('.');
        AppendSymbol(draft, member);
        foreach (IArgumentOperation argument in arguments)
        {
            draft.Text.Append('|');
            if (!Append(draft, argument.Value, depth + 1)) return false;
        }

        return true;
    }

    private bool AppendSymbol(Draft draft, ISymbol symbol)
    {
        if (!_numbers.TryGetValue(symbol, out int number)) _numbers.Add(symbol, number = _numbers.Count);
        draft.Text.Append('#').Append(number);
        draft.Symbols.Add(symbol);
        draft.Soft |= _variables.IsShared(symbol);
        return true;
    }

    private sealed class Draft
    {
        public StringBuilder Text { get; } = new();

        public ImmutableArray<ISymbol>.Builder Symbols { get; } = ImmutableArray.CreateBuilder<ISymbol>();

        public List<CaptureId> Captures { get; } = [];

        public bool Soft { get; set; }

        public Condition Finish(bool negated) => new(Text.ToString(), negated, Soft, Symbols.ToImmutable(), Captures);
    }
}
