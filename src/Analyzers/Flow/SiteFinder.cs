using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow.Families;
using Slabwise.Analyzers.Flow.Summaries;

namespace Slabwise.Analyzers.Flow;

/// <summary>Finds in one graph what is worth following, and the graphs of the functions nested in it.</summary>
internal sealed class SiteFinder
{
    private readonly OwnershipModel _model;
    private readonly RootVariables _variables;
    private readonly Callees _callees;
    private readonly HashSet<ISymbol> _returned = new(SymbolEqualityComparer.Default);
    private readonly List<(ISimpleAssignmentOperation Assignment, BasicBlock Block, int Index)> _assignments = [];
    private readonly List<(IOperation Value, BasicBlock Block, int Index)> _made = [];
    private readonly List<(IInvocationOperation Call, IParameterSymbol Resized, BasicBlock Block, int Index)> _resizes = [];
    private readonly List<Site> _sites = [];

    private SiteFinder(OwnershipModel model, RootVariables variables, Callees callees)
    {
        _model = model;
        _variables = variables;
        _callees = callees;
    }

    public List<IFlowAnonymousFunctionOperation> Lambdas { get; } = [];

    public IReadOnlyList<Site> Sites => _sites;

    public static SiteFinder Search(ControlFlowGraph graph, OwnershipModel model, RootVariables variables, Callees callees)
    {
        SiteFinder finder = new(model, variables, callees);
        foreach (BasicBlock block in graph.Blocks)
        {
            for (int i = 0; i < block.Operations.Length; i++) finder.Visit(block.Operations[i], block, i);
            if (block.BranchValue is { } value) finder.Visit(value, block, block.Operations.Length);
        }

        finder.AddForeignSites();
        return finder;
    }

    private void Visit(IOperation statement, BasicBlock block, int index)
    {
        foreach (IOperation operation in statement.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IFlowAnonymousFunctionOperation lambda:
                    Lambdas.Add(lambda);
                    break;
                case IFlowCaptureOperation capture:
                    _variables.NoteCapture(capture);
                    if (Unrented.IsMade(capture.Value)) _made.Add((capture.Value.WithoutConversions(), block, index));
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation } assignment:
                    _assignments.Add((assignment, block, index));
                    break;
                case IInvocationOperation invocation:
                    VisitCall(invocation, block, index);
                    break;
            }
        }
    }

    private void VisitCall(IInvocationOperation invocation, BasicBlock block, int index)
    {
        MethodRoles roles = _model.RolesOf(invocation.TargetMethod);
        if (roles.Acquires is { } acquisition) _sites.Add(Site.OfRent(invocation, acquisition, block, index));
        if (roles.Releases)
        {
            foreach (IArgumentOperation argument in invocation.Arguments)
            {
                if (argument.Parameter is not { } parameter || roles.ReleasedAt(parameter.Ordinal) is null) continue;
                NoteReturned(argument.Value);
                if (Unrented.IsMade(argument.Value)) _sites.Add(Site.OfForeign(argument.Value.WithoutConversions(), block, index));
            }
        }

        if (_callees.IsInteresting(invocation.TargetMethod)) VisitHelper(invocation, block, index);
        if (Unrented.ResizedBy(invocation.TargetMethod) is { } resized) _resizes.Add((invocation, resized, block, index));

        if (invocation.Instance is { } instance
            && _model.ReleasedBy(invocation.TargetMethod, instance.WithoutConversions().Type) is not null) NoteReturned(instance);
    }

    private void VisitHelper(IInvocationOperation invocation, BasicBlock block, int index)
    {
        MethodSummary summary = _callees.Of(invocation.TargetMethod);
        if (summary.Acquires is { } acquisition && _model.AcquiredBy(invocation.TargetMethod) is null) _sites.Add(Site.OfRent(invocation, acquisition, block, index));
        foreach (IArgumentOperation argument in invocation.Arguments)
            if (argument.Parameter is { } parameter && summary.EffectOn(parameter.Ordinal) is { Custody: Custody.Returned }) NoteReturned(argument.Value);
    }

    private void NoteReturned(IOperation value)
    {
        switch (value.WithoutConversions())
        {
            case ILocalReferenceOperation local when !_variables.IsShared(local.Local):
                _returned.Add(local.Local);
                break;
            case IParameterReferenceOperation parameter when !_variables.IsShared(parameter.Parameter):
                if (_returned.Add(parameter.Parameter)) _sites.Add(Site.OfParameter(parameter.Parameter));
                break;
        }
    }

    // A double return needs no rent in sight. A value chosen by a conditional is followed as a whole, because each
    // branch alone does not make it definite.
    private void AddForeignSites()
    {
        foreach ((ISimpleAssignmentOperation assignment, BasicBlock block, int index) in _assignments)
        {
            IOperation value = assignment.Value.WithoutConversions();
            ILocalSymbol local = ((ILocalReferenceOperation)assignment.Target).Local;
            // What was made for another variable may be returned through this one.
            if (!_returned.Contains(local) && !(Unrented.IsMade(value) && IsReturned(value.Type))) continue;
            if (value is IAddressOfOperation && !Unrented.IsMade(value)) continue;
            if (value is IFlowCaptureReferenceOperation)
                _sites.Add(Site.OfForeign(assignment, block, index));
            else if (value is IFieldReferenceOperation or IPropertyReferenceOperation or IArrayCreationOperation or IArrayElementReferenceOperation or ICollectionExpressionOperation or IAddressOfOperation
                || Unrented.IsMade(value)
                || (value is IInvocationOperation call && _model.AcquiredBy(call.TargetMethod) is null
                    && (!_callees.IsInteresting(call.TargetMethod) || _callees.Of(call.TargetMethod).Acquires is null)))
                _sites.Add(Site.OfForeign(value, block, index));
        }

        foreach ((IOperation value, BasicBlock block, int index) in _made)
            if (IsReturned(value.Type)) _sites.Add(Site.OfForeign(value, block, index));
        foreach ((IInvocationOperation call, IParameterSymbol resized, BasicBlock block, int index) in _resizes)
        {
            if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == resized.Ordinal)?.Value is ILocalReferenceOperation { Local: { } local }
                && _returned.Contains(local)) _sites.Add(Site.OfResize(call, resized, block, index));
        }
    }

    private bool IsReturned(ITypeSymbol? type)
    {
        foreach (ISymbol symbol in _returned)
            if (symbol is ILocalSymbol local && SymbolEqualityComparer.Default.Equals(local.Type, type)) return true;
        return false;
    }
}
