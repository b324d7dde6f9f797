using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow.Summaries;

/// <summary>Looks into what is called, from one body. Knows which callers are being summarized themselves at the moment.</summary>
internal sealed class Callees
{
    private const int MaxDepth = 3;

    private readonly OwnershipModel _model;
    private readonly SummaryTable _table;
    private readonly Callees? _outer;
    private readonly IMethodSymbol? _method;
    private readonly int _depth;
    private readonly CancellationToken _cancellation;

    /// <summary>A summary was needed that is in the making itself. What was found without it holds for this caller only.</summary>
    private bool _cut;

    public Callees(OwnershipModel model, CancellationToken cancellation)
    {
        _model = model;
        _table = model.Summaries;
        _cancellation = cancellation;
    }

    private Callees(Callees outer, IMethodSymbol method)
        : this(outer._model, outer._cancellation)
    {
        _outer = outer;
        _method = method;
        _depth = outer._depth + 1;
    }

    public bool IsInteresting(IMethodSymbol method) => _table.IsInteresting(method);

    public MethodSummary Of(IMethodSymbol method)
    {
        method = method.OriginalDefinition;
        if (_table.TryGet(method, out MethodSummary known)) return known;
        if (_table.BodyOf(method) is not { } body) return MethodSummary.Unknown;
        if (_depth >= MaxDepth || IsInTheMaking(method))
        {
            for (Callees? caller = this; caller is not null; caller = caller._outer) caller._cut = true;
            return MethodSummary.Unknown;
        }

        if (!_table.MayMakeAnother()) return MethodSummary.Unknown;
        Callees inner = new(this, method);
        MethodSummary summary = Summarizer.Summarize(method, body, _model, inner, _table.ModelFor(body), _cancellation);
        if (!inner._cut) _table.Add(method, summary);
        return summary;
    }

    private bool IsInTheMaking(IMethodSymbol method)
    {
        for (Callees? caller = this; caller is not null; caller = caller._outer)
            if (SymbolEqualityComparer.Default.Equals(caller._method, method)) return true;
        return false;
    }
}
