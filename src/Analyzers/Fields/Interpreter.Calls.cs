using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;
using Slabwise.Analyzers.Flow.Families;

namespace Slabwise.Analyzers.Fields;

internal sealed partial class Interpreter
{
    private List<Result> Call(IInvocationOperation call, FieldWorld world)
    {
        if (Atomic(call, world) is { } atomic) return atomic;
        List<(FieldWorld World, Content Instance, Content[] Arguments)> states = [];
        foreach ((FieldWorld after, Content instance) in Evaluate(call.Instance, world)) states.Add((after, instance, []));
        foreach (IArgumentOperation argument in call.Arguments)
        {
            List<(FieldWorld, Content, Content[])> next = [];
            foreach ((FieldWorld before, Content instance, Content[] contents) in states)
                foreach ((FieldWorld after, Content content) in Evaluate(argument.Value, before)) next.Add((after, instance, [.. contents, content]));
            states = next;
        }

        List<Result> results = [];
        foreach ((FieldWorld before, Content instance, Content[] contents) in states) results.AddRange(Call(call, instance, contents, before));
        return results;
    }

    private List<Result> Call(IInvocationOperation call, Content instance, Content[] contents, FieldWorld world)
    {
        IMethodSymbol method = call.TargetMethod;
        if (_ownership.ReleasedBy(call, out Allocator? allocator) is { } released)
        {
            Content content = ReferenceEquals(released, call.Instance) ? instance : ContentOf(call, released, contents);
            bool moves = _ownership.AcquiredBy(call) is not null;
            Return(call, content, FieldOwnership.IsTolerant(call, allocator), world);
            return One(world, moves ? Content.OtherRental : Content.Unknown);
        }

        if (_ownership.AcquiredBy(call) is not null) return Acquire(call, contents, world);

        List<(IParameterSymbol, Content)> bindings = [];
        for (int i = 0; i < contents.Length; i++)
            if (call.Arguments[i].Parameter is { } parameter) bindings.Add((parameter.OriginalDefinition, contents[i]));
        if (instance.Kind == ContentKind.This || method.IsStatic || method.MethodKind == MethodKind.LocalFunction)
        {
            if (Enter(method, call, bindings, world) is { } entered) return entered;
            if (BaseThatDisposes(call) is { } dispose && Enter(dispose, call, [(dispose.Parameters[0], Content.Of(true))], world) is { } disposed) return disposed;
        }

        Lend(call, instance, contents, world);
        if (_ownership.TraitsOf(method).NeverReturns) world.Dead = true;
        if (Views.Makes(method)) return One(world, (call.Instance is null && contents.Length > 0 ? contents[0] : instance).AsView());
        if (method.Name == "ReferenceEquals" && contents.Length == 2) return One(world, AreSame(contents[0], contents[1]));
        return One(world, Content.Unknown);
    }

    private static Content ContentOf(IInvocationOperation call, IOperation value, Content[] contents)
    {
        for (int i = 0; i < contents.Length; i++)
            if (ReferenceEquals(call.Arguments[i].Value, value)) return contents[i];
        return Content.Unknown;
    }

    private List<Result> Acquire(IInvocationOperation call, Content[] contents, FieldWorld world)
    {
        // A pool that is asked for a fixed, small size throws only when memory is gone altogether.
        bool mayThrow = call.Arguments.Any(argument => !argument.IsImplicit && argument.Value.ConstantValue is not { HasValue: true });
        if (mayThrow && world.Custody == Custody.Returned && _frame.Current is { } block)
        {
            FieldWorld thrown = world.Clone();
            thrown.ThrownBy = call;
            Raise(block, thrown);
        }

        foreach (Content content in contents) Escape(content, world);
        // A graph has operations of its own, for the same syntax.
        if (!ReferenceEquals(call.Syntax, _site?.Syntax) || world.Custody != Custody.NotRented) return One(world, Content.OtherRental);
        FieldWorld passed = world.Clone();
        world.Custody = Custody.Rented;
        world.Exceptional = false;
        return [new Result(world, Content.Rental(call)), new Result(passed, Content.OtherRental)];
    }

    private void Return(IInvocationOperation call, Content content, bool tolerant, FieldWorld world)
    {
        if (!content.MayTouchRental) return;
        if (!tolerant) _verdicts.Note(Role.Return, call, content, IsInSlot(world), world, _frame);
        if (content.Kind == ContentKind.Rental)
        {
            _verdicts.Releases.Add((call, _frame.Body.Member));
            if (world.Custody != Custody.Returned) world.Release = new Release(call, _frame.Call, content.Load);
            world.Custody = Custody.Returned;
            // That the return is reached at all is beyond doubt: the code would be pointless otherwise.
            world.Doubts = [];
        }
        else if (world.Custody == Custody.Rented)
        {
            world.Custody = Custody.MaybeReturned;
        }
    }

    private void Lend(IInvocationOperation call, Content instance, Content[] contents, FieldWorld world)
    {
        IMethodSymbol method = call.TargetMethod;
        bool knows = instance.Kind == ContentKind.This;
        for (int i = 0; i < contents.Length; i++)
        {
            IArgumentOperation argument = call.Arguments[i];
            if (argument.Parameter is not { } parameter) continue;
            if (parameter.RefKind is RefKind.Ref or RefKind.Out)
            {
                Escape(contents[i], world);
                Store(argument.Value, contents[i].MayTouchRental ? Content.Maybe : Content.Unknown, call, world);
                continue;
            }

            if (_ownership.FatalValueOf(parameter) is { } fatal) Guard(argument.Value, contents[i], fatal, method, world);
            knows |= contents[i].Kind == ContentKind.This && !IsHarmlessToThis(method);
            bool borrows = _ownership.Borrows(parameter);
            if (!IsIdentityOnly(method, parameter)) Use(argument.Value, contents[i], world);
            if (!borrows && !(contents[i].Kind == ContentKind.View && Views.IsStackBound(parameter.Type))) Escape(contents[i], world);
        }

        if (method is { Name: "SuppressFinalize", ContainingType.Name: "GC" }) world.FinalizerSuppressed = true;
        if (instance.MayTouchRental && method.Name is not ("GetHashCode" or "Equals" or "GetType" or "GetLength" or "GetUpperBound" or "GetLowerBound"))
            Use(call, instance, world);
        // Code of the base type sees no private slot, but may throw; code that was given the object may call it back.
        if (knows && instance.Kind != ContentKind.This) ForgetObject(world, toDefault: false);
        bool isBaseDispose = instance.Kind == ContentKind.This && method.Name is "Dispose" or "Close" or "DisposeAsync";
        if (!isBaseDispose && (instance.Kind == ContentKind.This || LooksLikeGuard(method))) world.Doubt(_frame.Depth, Doubtful.Forever);
    }

    private void Guard(IOperation condition, Content content, bool fatal, IMethodSymbol method, FieldWorld world)
    {
        if (content.Is(fatal)) world.Dead = true;
        else if (!content.Is(!fatal))
        {
            Refine(condition, IsStable(condition) ? _frame.Body.Conditions.Read(condition) : null, !fatal, world);
            if (method.ContainingType.Name != "Debug") world.Doubt(_frame.Depth, Doubtful.Forever);
        }
    }

    private static bool LooksLikeGuard(IMethodSymbol method) =>
        method.Name.StartsWith("Throw", StringComparison.Ordinal) || method.Name.StartsWith("Ensure", StringComparison.Ordinal)
        || method.Name.StartsWith("Verify", StringComparison.Ordinal) || method.Name.StartsWith("Check", StringComparison.Ordinal)
        || method.Name.StartsWith("Fail", StringComparison.Ordinal);

    private static bool IsHarmlessToThis(IMethodSymbol method) =>
        method.ContainingType.Name is "GC" or "ObjectDisposedException" or "Monitor" or "Debug" or "Interlocked" or "Volatile"
        || method.ContainingType.SpecialType == SpecialType.System_Object;

    private static bool IsIdentityOnly(IMethodSymbol method, IParameterSymbol parameter) =>
        parameter.OriginalDefinition.Type is ITypeParameterSymbol || parameter.Type.SpecialType == SpecialType.System_Object
        || method.ContainingType.SpecialType == SpecialType.System_Object || method.Name == "KeepAlive";

    private List<Result> Create(IObjectCreationOperation creation, FieldWorld world)
    {
        List<Result> results = One(world, Content.Unknown);
        bool makesView = Views.IsView(creation.Type);
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            results = Chain(results, (before, made) => Map(Evaluate(argument.Value, before), (after, content) =>
            {
                Use(argument.Value, content, after);
                if (makesView) return made.MayTouchRental ? made : content.AsView();
                if (argument.Parameter is not { } parameter || !_ownership.Borrows(parameter)) Escape(content, after);
                if (content.Kind == ContentKind.This) ForgetObject(after, toDefault: false);
                return made;
            }));
        }

        if (creation.Initializer is { } initializer) results = Chain(results, (before, made) => Map(Unseen(initializer, before), (_, _) => made));
        return Map(results, (_, made) => makesView ? made : Content.NotNull);
    }
}
