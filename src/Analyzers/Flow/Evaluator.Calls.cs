using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow.Families;

namespace Slabwise.Analyzers.Flow;

internal sealed partial class Evaluator
{
    private Value Call(IInvocationOperation call, World world)
    {
        IMethodSymbol method = call.TargetMethod;
        Value instance = Evaluate(call.Instance, world);
        Value first = Value.Other, second = Value.Other;
        int count = 0;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            Value value = Pass(argument, call, world);
            if (count == 0) first = value;
            else if (count == 1) second = value;
            count++;
        }

        if (CallOnAddress(call, instance, first) is { } address) return address;
        if (call.Instance is not null && Receive(call, instance, world) is { } known) return known;
        CalleeTraits traits = _model.TraitsOf(method);
        if (traits.NeverReturns) world.Dead = true;
        else if (traits.SeemsNeverToReturn) world.Doubtful = true;

        if (ReferenceEquals(call, _site.Operation) && _site.OutParameter is not null)
            return Follows ? Value.True : Value.Other;
        if (Views.Makes(method)) return ViewOf(call.Instance is null ? first : instance);
        if (method.Name == "ReferenceEquals" && count == 2) return AreSame(first, second, world);
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument is { Parameter: { } parameter, Value: ILocalReferenceOperation or IParameterReferenceOperation }
                && Read(VariableOf(argument.Value)!, world) == Value.Rental
                && _callees.Of(method).EffectOn(parameter.OriginalDefinition.Ordinal) is { HandsBack: true }) return Value.Rental;
        }

        return Value.Other;
    }

    private Value Pass(IArgumentOperation argument, IInvocationOperation call, World world)
    {
        IParameterSymbol? parameter = argument.Parameter;
        if (parameter is null) return Unknown(argument, world);
        if (parameter.RefKind is RefKind.Ref or RefKind.Out) return PassByReference(argument, parameter, call, world);

        Value value = Evaluate(argument.Value, world);
        if (_model.FatalValueOf(parameter) is { } fatal)
        {
            if (value == Values.Of(fatal)) world.Dead = true;
            else Refine(argument.Value, !fatal, world);
            return value;
        }

        if (_model.ReleasedBy(parameter) is not null) Return(call, value, world, tolerant: call.TargetMethod.Name == "TryReturn");
        else Lend(argument, parameter, call, value, world);
        return value;
    }

    private void Lend(IArgumentOperation argument, IParameterSymbol parameter, IInvocationOperation call, Value value, World world)
    {
        bool borrows = _model.Borrows(parameter);
        if (value == Value.Rental && !borrows && parameter.ContainingSymbol is IMethodSymbol method
            && _callees.Of(method).EffectOn(parameter.OriginalDefinition.Ordinal) is { } effect)
        {
            if (effect.Uses && effect.Custody != Custody.Returned) Use(argument.Value, value, world);
            if (effect.Custody == Custody.Returned) Return(call, value, world, tolerant: false);
            else if (effect.Custody == Custody.MaybeReturned && world.Custody == Custody.Rented) world.Custody = Custody.MaybeReturned;
            if (effect.Stores) Escape(value, world);
            return;
        }

        if (value.MayTouchRental() && MayTakeBack(parameter.ContainingSymbol, value))
        {
            if (!borrows) world.Lent = true;
            if (TrustsCallees || (value == Value.View && _site.Allocator == Allocator.MemoryPool)) borrows = true;
        }

        if (!IsIdentityOnly(parameter, borrows)) Use(argument.Value, value, world);
        if (borrows || (value.IsView() && Views.IsStackBound(parameter.Type))) return;
        if (value == Value.Rental && parameter.ContainingSymbol is IMethodSymbol native && _model.TraitsOf(native).IsNative && MayTakeBack(native, value)) LendToNative(call, world);
        else Escape(value, world);
    }

    // Looking a value up or removing it from a collection does not touch what it holds; nor does copying a handle.
    private static bool IsIdentityOnly(IParameterSymbol parameter, bool borrows) =>
        parameter.OriginalDefinition.Type is ITypeParameterSymbol or { SpecialType: SpecialType.System_Object }
        || (OwnershipModel.IsHandle(parameter.Type) && !borrows)
        || parameter.ContainingType.SpecialType == SpecialType.System_Object
        || parameter.ContainingSymbol is { Name: "KeepAlive" };

    private Value PassByReference(IArgumentOperation argument, IParameterSymbol parameter, IInvocationOperation call, World world)
    {
        if (VariableOf(argument.Value) is not { } variable || variable is ILocalSymbol { IsRef: true })
        {
            Evaluate(argument.Value, world);
            if (Reaches(argument.Value, world)) world.Escape();
            if (!ReferenceEquals(call, _site.Operation) || !SymbolEqualityComparer.Default.Equals(parameter, _site.OutParameter)) return Value.Other;
            Value stored = Originate(world);
            if (argument.Value is not IDiscardOperation) Escape(stored, world);
            return Value.Other;
        }

        Value before = parameter.RefKind == RefKind.Out ? Value.Other : Read(variable, world);
        Escape(before, world);
        bool brings = ReferenceEquals(call, _site.Operation) && SymbolEqualityComparer.Default.Equals(parameter, _site.OutParameter);
        Bind(variable, brings ? Originate(world) : before.MayTouchRental() ? Value.Maybe : Value.Other, world);
        return before;
    }

    /// <summary>What a call does to the object that it is made on. A result means that the call is fully understood.</summary>
    private Value? Receive(IInvocationOperation call, Value instance, World world)
    {
        IMethodSymbol method = call.TargetMethod;
        ITypeSymbol? type = call.Instance!.WithoutConversions().Type;
        bool handle = OwnershipModel.IsHandleOrLease(type);
        bool disposes = method is { Name: "Dispose", ContainingType.SpecialType: SpecialType.System_IDisposable };
        if (_model.ReleasedBy(method, type) is not null || (disposes && _site.Allocator == Allocator.MemoryPool))
        {
            Custody before = world.Custody;
            Return(call, instance, world, tolerant: method.Name == "TryReturn");
            if (instance != Value.Rental || _site.IsForeign || world.Escaped) return Value.Other;
            return before == Custody.Rented ? Value.True : before == Custody.Returned ? Value.False : Value.Other;
        }

        if (disposes)
        {
            // Disposing a pooled object of the user's own may or may not return it.
            if (instance.MayTouchRental()) world.Custody = Custody.MaybeReturned;
            return Value.Other;
        }

        if (type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T) return instance;
        // The number is the handle once more: FromBits makes one of it.
        if (handle && method.Name == "ToBits") Escape(instance, world);
        if (handle || method.Name is "GetHashCode" or "Equals" or "GetType" or "GetLength" or "GetLowerBound" or "GetUpperBound"
            || (method.Name == "ToString" && method.ContainingType.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType)) return null;

        Use(call, instance, world);
        if (type is not IArrayTypeSymbol && !Views.IsView(type) && !_model.TraitsOf(method).IsBorrower) Escape(instance, world);
        return null;
    }

    // A callee that is named for taking things over is believed.
    private static bool MayTakeBack(ISymbol callee, Value value) =>
        value.IsView() || callee is IMethodSymbol { Name: var name } && !Array.Exists(
            s_takers, taker => name.IndexOf(taker, StringComparison.Ordinal) >= 0);

    private static readonly string[] s_takers =
    [
        "Add", "Append", "Attach", "Adopt", "Clipboard", "Close", "Destroy", "Dispose", "Enqueue", "Free", "Give", "Insert", "Own", "Post", "Push",
        "Put", "Register", "Release", "Return", "Send", "Set", "Store", "Submit", "Take", "Transfer", "TryWrite", "Unref", "Wrap",
    ];

    private void Return(IOperation operation, Value value, World world, bool tolerant)
    {
        if (!tolerant) Observations?.Note(operation, Role.Return, value, world);
        if (value == Value.Rental)
        {
            TakenBack |= world is { Lent: true, Exceptional: false };
            if (world.Custody != Custody.Returned)
            {
                world.ReturnedBy = operation;
                world.Stale = false;
            }

            world.Custody = Custody.Returned;
        }
        else if (value.MayTouchRental() && world.Custody == Custody.Rented)
        {
            world.Custody = Custody.MaybeReturned;
        }
    }

    private Value Create(IObjectCreationOperation creation, World world)
    {
        Value view = Value.Other;
        bool makesView = Views.IsView(creation.Type) || Addresses.IsAddress(creation.Type);
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            Value value = Evaluate(argument.Value, world);
            Use(argument.Value, value, world);
            if (makesView && view == Value.Other) view = ViewOf(value);
            else if (!makesView && (argument.Parameter is not { } parameter || !_model.Borrows(parameter))) Escape(value, world);
        }

        Unseen(creation.Initializer, world);
        return view;
    }

    private void Unseen(IOperation? operation, World world)
    {
        if (operation is not null) Unknown(operation, world);
    }
}
