using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>
/// Calls the members of a type, alone and in pairs, with one slot that holds a rental, and reports what goes wrong with
/// certainty. A pair is what the type must bear: a disposal after itself or after another method, a use after a method
/// that was not the end.
/// </summary>
internal sealed class SlotAnalysis
{
    private const int MaxSites = 8;
    private const int MaxStale = 6;

    private readonly TypeBodies _type;
    private readonly FieldOwnership _ownership;
    private readonly SlotScan _scan;
    private readonly ISymbol _slot;
    private readonly SlotUse _use;
    private readonly List<Entry> _entries;
    private readonly Budget _budget;
    private readonly Dictionary<ISymbol, Content> _initial;
    private readonly List<Finding> _findings = [];
    private readonly HashSet<IOperation> _blamed = [];
    private readonly List<(Entry Entry, FieldWorld World, Interpreter Interpreter)> _stale = [];
    private readonly List<(FieldWorld World, Interpreter Interpreter)> _thrown = [];
    private readonly List<IOperation> _overwritten = [];
    private readonly List<ISymbol> _views;
    private readonly HashSet<SyntaxNode> _misplaced = [];
    private bool _isOwned;
    private bool _isExhausted;

    public SlotAnalysis(TypeBodies type, FieldOwnership ownership, SlotScan scan, ISymbol slot, SlotUse use, List<Entry> entries, Dictionary<ISymbol, Content> initial, Budget budget)
    {
        _type = type;
        _ownership = ownership;
        _scan = scan;
        _slot = slot;
        _use = use;
        _entries = entries;
        _initial = initial;
        _budget = budget;
        _views = [.. SlotViews.Of(slot, type, scan)];
    }

    public IReadOnlyList<Finding> Run()
    {
        foreach (Entry entry in _entries)
        {
            Reach reach = new(entry.Member, _type, _scan);
            if (reach.Releases || reach.Slots.Contains(_slot)) Alone(entry, null, reach);
            if (!reach.Releases) continue;
            foreach (IOperation site in reach.Acquires.Where(IsOfSlotType).Take(MaxSites)) Alone(entry, site, reach);
        }

        if (_isOwned && _use.Stores.All(store => SlotUse.IsNull(store) || _ownership.AcquiredBy(SlotUse.Source(store)) is not null))
            foreach (IOperation assignment in _overwritten) Add(new Finding(FindingKind.Overwritten, _slot, assignment, RentBefore(assignment)), assignment);
        AfterThrow();
        Again(_stale.Where(stale => stale.Entry.EndsLife));
        Stale();
        Again(_stale.Where(stale => !stale.Entry.EndsLife));
        return _isExhausted ? [] : _findings;
    }

    private bool IsOfSlotType(IOperation site) =>
        _slot is not IFieldSymbol field || SymbolEqualityComparer.Default.Equals(field.Type, site.Type)
        || (Addresses.IsAddress(field.Type) && Addresses.IsAddress(site.Type));

    private void Alone(Entry entry, IOperation? site, Reach reach)
    {
        Interpreter interpreter = new(_type, _ownership, _slot, site, _budget);
        Run run = interpreter.Execute(entry.Member, Start(site));
        if (_isExhausted |= interpreter.IsExhausted) return;
        InOneCall(entry.Member.Symbol, run.Verdicts);
        if (site is null) ToWrongPools(run.Verdicts);

        List<FieldWorld> normal = [.. run.Exits.Where(world => !world.Exceptional)];
        List<FieldWorld> returned = [.. normal.Where(world => world.Custody == Custody.Returned)];
        _isOwned |= returned.Count > 0;
        List<FieldWorld> left = [.. returned.Select(world => world.BetweenCalls(_type))];
        if (left.Count <= MaxStale && left.TrueForAll(world => world.HoldsRental))
            foreach (FieldWorld world in left) _stale.Add((entry, world, interpreter));
        foreach (FieldWorld world in run.Thrown.Where(world => world.Custody == Custody.Returned && HoldsRental(world) && world.ThrownBy is IInvocationOperation).Take(MaxStale))
            if (!entry.EndsLife) _thrown.Add((world.BetweenCalls(_type), interpreter));

        List<FieldWorld> overwritten = [.. normal.Where(world => world.OverwrittenBy is not null)];
        if (site is null && !entry.EndsLife && overwritten.Count > 0
            && overwritten.All(world => world is { Custody: Custody.Rented, Escaped: false, Used: true } && !world.BetweenCalls(_type).HoldsRental))
            _overwritten.Add(overwritten[0].OverwrittenBy!);
    }

    private IOperation RentBefore(IOperation assignment)
    {
        List<IOperation> rents = [.. _use.Stores.Select(SlotUse.Source).Where(value => _ownership.AcquiredBy(value) is not null)];
        return rents.Find(rent => !assignment.Syntax.Span.Contains(rent.Syntax.Span)) ?? rents[0];
    }

    private void ToWrongPools(Verdicts verdicts)
    {
        foreach ((IInvocationOperation Call, Member Member) release in verdicts.Releases)
        {
            if (!_misplaced.Add(release.Call.Syntax) || SlotPools.Mismatch(_use, release, _ownership) is not { } mismatch) continue;
            _findings.Add(new Finding(FindingKind.WrongPool, _slot, release.Call, mismatch.Rent) { Pools = (mismatch.From, mismatch.To) });
        }
    }

    private FieldWorld Start(IOperation? site)
    {
        FieldWorld world = new();
        foreach (KeyValuePair<ISymbol, Content> slot in _initial)
            if (!SymbolEqualityComparer.Default.Equals(slot.Key, _slot)) world.Store(slot.Key, slot.Value);
        if (site is not null) return world;
        world.Custody = Custody.Rented;
        world.Store(_slot, Content.Rental(null));
        foreach (ISymbol view in _views) world.Store(view, Content.View(null));
        return world;
    }

    private bool HoldsRental(FieldWorld world) => world[new Place(_slot)].Kind == ContentKind.Rental;

    private void InOneCall(ISymbol member, Verdicts verdicts)
    {
        foreach (Incident incident in verdicts.Incidents)
        {
            // What begins and ends within one helper is found where the helper is run by itself.
            bool isLocal = incident.Call is IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction };
            bool isWithinHelper = !isLocal && incident.Release.Call is { } call && ReferenceEquals(call, incident.Call);
            if (isWithinHelper || incident.IsDoubtful) continue;
            // A helper that returns the field and leaves it is to blame for those who then use it.
            if (incident is { Role: Role.Use, IsStillInSlot: true, Release.Call: not null })
                Add(new Finding(FindingKind.LeftStale, _slot, incident.Release.Operation, incident.Operation, member), incident.Release.Operation);
            else
                Add(new Finding(incident.Role == Role.Return ? FindingKind.ReturnedTwice : FindingKind.UsedAfterReturn, _slot, isLocal ? incident.Operation : incident.Call ?? incident.Operation, incident.Release.Operation), incident.Release.Operation);
        }
    }

    private void AfterThrow()
    {
        foreach ((FieldWorld world, Interpreter interpreter) in _thrown)
        {
            foreach (Entry disposal in _entries.Where(entry => entry.EndsLife))
            {
                if (Follow(disposal, world, interpreter, Role.Return) is not { } incident) continue;
                Add(new Finding(FindingKind.ReturnedBeforeRent, _slot, incident.Release.Operation, incident.Operation, disposal.Member.Symbol), incident.Release.Operation);
                break;
            }
        }
    }

    // The same disposal twice is the plainest case, so it comes first; one report says it all.
    private void Again(IEnumerable<(Entry Entry, FieldWorld World, Interpreter Interpreter)> stale)
    {
        foreach ((Entry first, FieldWorld world, Interpreter interpreter) in stale)
        {
            if (first.Kind is EntryKind.Private or EntryKind.Finalizer) continue;
            foreach (Entry second in _entries.Where(entry => entry.EndsLife).OrderBy(entry => ReferenceEquals(entry, first) ? 0 : 1))
            {
                if (second.Kind == EntryKind.Finalizer && world.FinalizerSuppressed) continue;
                if (ReferenceEquals(first, second) && IsUsedOnceByNature(_type.Type)) continue;
                if (Follow(second, world, interpreter, Role.Return) is not { } incident) continue;
                Add(new Finding(FindingKind.DisposedTwice, _slot, incident.Release.Operation, incident.Operation, second.Member.Symbol), incident.Release.Operation);
                return;
            }
        }
    }

    // A ref struct lives in one `using`; `foreach` disposes an enumerator once; a private struct is seen by few.
    private static bool IsUsedOnceByNature(INamedTypeSymbol type) =>
        type.IsRefLikeType
        || (type.IsValueType && type.DeclaredAccessibility == Accessibility.Private)
        || type.AllInterfaces.Any(contract => contract.Name is "IEnumerator" or "IAsyncEnumerator");

    private void Stale()
    {
        foreach ((Entry first, FieldWorld world, Interpreter interpreter) in _stale)
        {
            if (first.Kind != EntryKind.Working) continue;
            foreach (Entry second in _entries)
            {
                if (second.Kind is EntryKind.Private or EntryKind.Disposal or EntryKind.Finalizer) continue;
                // A method that rents for itself may be called again; one that returns what was there may be the end of it.
                if (ReferenceEquals(first, second) && !interpreter.RentsItself) continue;
                if (Follow(second, world, interpreter, Role.Use) is not { } incident) continue;
                Add(new Finding(FindingKind.LeftStale, _slot, incident.Release.Operation, incident.Operation, second.Member.Symbol), incident.Release.Operation);
                return;
            }
        }
    }

    private Incident? Follow(Entry entry, FieldWorld world, Interpreter interpreter, Role role)
    {
        FieldWorld start = world.Clone();
        if (entry.Kind == EntryKind.Disposal && entry.Member.Method is { } dispose && DisposePattern.TakesFlag(dispose))
            start.Store(dispose.Parameters[0], Content.Of(true));
        Run run = interpreter.Execute(entry.Member, start);
        if (_isExhausted |= interpreter.IsExhausted) return null;
        return run.Verdicts.Incidents.Find(incident => incident.Role == role && !incident.IsDoubtful);
    }

    private void Add(Finding finding, IOperation blame)
    {
        if (_blamed.Add(blame)) _findings.Add(finding);
    }
}
