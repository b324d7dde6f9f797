using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

internal sealed partial class Interpreter
{
    /// <summary>Runs the body of one of the type's own methods in the place of a call. Null where there is no body to see.</summary>
    private List<Result>? Enter(IMethodSymbol? method, IOperation call, List<(IParameterSymbol Parameter, Content Content)> bindings, FieldWorld world)
    {
        Body? body = method?.MethodKind == MethodKind.LocalFunction ? LocalFunction(method.OriginalDefinition) : _type.BodyOf(method)?.Body;
        // An iterator runs later, when somebody asks it for the next value.
        if (body is null || body.Member.IsIterator) return null;
        if (_frame.Depth >= MaxDepth || _frame.IsRunning(body))
        {
            ForgetObject(world, toDefault: false);
            world.Doubt(_frame.Depth, Doubtful.Forever);
            return One(world, Content.Unknown);
        }

        foreach ((IParameterSymbol parameter, Content content) in bindings) world.Store(parameter, content);
        Frame frame = new(body, _frame, call);
        Pending? pending = world.Pending;
        bool exceptional = world.Exceptional;
        world.Pending = null;
        List<FieldWorld> exits = Solve(frame, world);
        foreach (FieldWorld thrown in frame.Thrown)
        {
            thrown.Forget(frame);
            thrown.Pending = pending;
            Raise(_frame.Current!, thrown);
        }

        List<Result> results = [];
        foreach (FieldWorld exit in exits)
        {
            Content content = exit[Place.Result(frame.Depth)];
            if (call is IInvocationOperation invocation) CopyOut(invocation, exit);
            exit.Forget(frame);
            exit.Pending = pending;
            exit.Exceptional |= exceptional;
            results.Add(new Result(exit, content));
        }

        return results;
    }

    private Body? LocalFunction(IMethodSymbol function)
    {
        for (Frame? frame = _frame; frame is not null; frame = frame.Caller)
            if (frame.Body.Function(function) is { } body) return body;
        return null;
    }

    // What went in by reference comes out by it, then the callee's own places are gone.
    private void CopyOut(IInvocationOperation call, FieldWorld world)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out } parameter)
                Store(argument.Value, world[new Place(parameter.OriginalDefinition)], call, world);
        }
    }

    /// <summary>The framework's <c>Stream.Close</c> and its like call <c>Dispose(true)</c>, which the type may override.</summary>
    private IMethodSymbol? BaseThatDisposes(IInvocationOperation call)
    {
        if (call.Instance is not IInstanceReferenceOperation || call.TargetMethod is not { Name: "Close" or "Dispose", Parameters.IsEmpty: true } method) return null;
        if (method.ContainingType is not { Name: "Stream" or "TextReader" or "TextWriter" } || method.ContainingNamespace.Name != "IO") return null;
        foreach (ISymbol member in _type.Type.GetMembers("Dispose"))
            if (member is IMethodSymbol { IsOverride: true } dispose && DisposePattern.TakesFlag(dispose)) return dispose;
        return null;
    }

    /// <summary><c>Interlocked</c> and <c>Volatile</c> on a slot or a local.</summary>
    private List<Result>? Atomic(IInvocationOperation call, FieldWorld world)
    {
        if (call.TargetMethod.ContainingType is not { Name: "Interlocked" or "Volatile" } || call.Arguments.Length == 0) return null;
        IOperation target = call.Arguments[0].Value;
        if (_type.SlotOf(target) is null && target is not ILocalReferenceOperation) return null;
        List<Result> before = Evaluate(target, world);
        switch (call.TargetMethod.Name)
        {
            case "Read" when call.Arguments.Length == 1: return before;
            case "Write" or "Exchange" when call.Arguments.Length == 2:
                return Chain(before, (after, old) => Chain(Evaluate(call.Arguments[1].Value, after), (last, content) =>
                    Map(Store(target, content, call, last), (_, _) => old)));
            case "CompareExchange" when call.Arguments.Length == 3:
                return Chain(before, (after, old) => Chain(Evaluate(call.Arguments[1].Value, after), (next, content) =>
                    Chain(Evaluate(call.Arguments[2].Value, next), (last, expected) => CompareExchange(target, call, old, content, expected, last))));
            default: return null;
        }
    }

    private List<Result> CompareExchange(IOperation target, IOperation call, Content old, Content content, Content expected, FieldWorld world)
    {
        Content same = AreSame(old, expected);
        List<Result> results = [];
        Content kept = old.Kind == ContentKind.Unknown && expected is { Kind: ContentKind.Constant, Value: { } value } ? Content.OtherThan(value) : old;
        if (!same.Is(true)) results.Add(new Result(same.Is(false) ? world : world.Clone(), kept));
        if (!same.Is(false)) results.AddRange(Map(Store(target, content, call, world), (_, _) => same.Is(true) ? old : expected));
        return results;
    }
}
