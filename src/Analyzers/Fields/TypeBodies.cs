using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>One type: its slots, which are the places that outlive a method, and its bodies.</summary>
internal sealed class TypeBodies
{
    private readonly Dictionary<ISymbol, Member> _members = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, ISymbol> _automatic = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _fields = new(SymbolEqualityComparer.Default);

    public TypeBodies(INamedTypeSymbol type, IEnumerable<(ISymbol Owner, ImmutableArray<IOperation> Blocks)> bodies, CancellationToken cancellation)
    {
        Type = type;
        Dictionary<ISymbol, int> numbers = new(SymbolEqualityComparer.Default);
        foreach ((ISymbol owner, ImmutableArray<IOperation> blocks) in bodies)
            if (!_members.ContainsKey(owner)) _members.Add(owner, new Member(owner, blocks, numbers, cancellation));
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is not IFieldSymbol { IsConst: false } field) continue;
            _fields.Add(field);
            if (field.AssociatedSymbol is IPropertySymbol property) _automatic.Add(property, field);
        }
    }

    public INamedTypeSymbol Type { get; }

    public IEnumerable<ISymbol> Slots => _fields.Where(slot => !slot.IsStatic);

    public IEnumerable<Member> Members => _members.Values.OrderBy(member => member.Blocks[0].Syntax.SpanStart);

    public Member? BodyOf(IMethodSymbol? method) =>
        method is not null && _members.TryGetValue(method.OriginalDefinition, out Member? member) ? member
        : method?.PartialImplementationPart is { } part && _members.TryGetValue(part, out member) ? member : null;

    /// <summary>The slot of this object that <paramref name="operation"/> refers to.</summary>
    public ISymbol? SlotOf(IOperation? operation) => operation switch
    {
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } } field =>
            Own(field.Field),
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } } property =>
            BackingField(property.Property),
        IParameterReferenceOperation parameter when IsPrimary(parameter.Parameter) => parameter.Parameter,
        _ => null,
    };

    /// <summary>The slot that a field or property with an initializer stands for.</summary>
    public ISymbol? SlotOf(ISymbol declared) => declared switch
    {
        IFieldSymbol { IsStatic: false } own => Own(own),
        IPropertySymbol property => BackingField(property),
        _ => null,
    };

    public bool IsSlot(ISymbol? symbol) =>
        symbol is IFieldSymbol ? _fields.Contains(symbol) : symbol is IParameterSymbol parameter && IsPrimary(parameter);

    /// <summary>The slot that <paramref name="operation"/> refers to in some other object of the type.</summary>
    public ISymbol? ForeignSlotOf(IOperation operation) => operation switch
    {
        IFieldReferenceOperation { Instance: not null } field when SlotOf(field) is null => Own(field.Field),
        IPropertyReferenceOperation { Instance: not null } property when SlotOf(property) is null => BackingField(property.Property),
        _ => null,
    };

    /// <summary>A nested type may reach into private fields; its bodies are not at hand here, only their text.</summary>
    public bool IsNamedByNestedType(ISymbol slot)
    {
        string name = ((slot as IFieldSymbol)?.AssociatedSymbol ?? slot).Name;
        foreach (INamedTypeSymbol nested in Type.GetTypeMembers())
        {
            foreach (SyntaxReference reference in nested.DeclaringSyntaxReferences)
                if (reference.GetSyntax().DescendantTokens().Any(token => token.ValueText == name)) return true;
        }

        return false;
    }

    private ISymbol? Own(IFieldSymbol field) =>
        !field.IsStatic && _fields.Contains(field.OriginalDefinition) ? field.OriginalDefinition : null;

    private ISymbol? BackingField(IPropertySymbol property) =>
        !property.IsStatic && _automatic.TryGetValue(property.OriginalDefinition, out ISymbol? field)
        && BodyOf(property.GetMethod) is null && BodyOf(property.SetMethod) is null
            ? field
            : null;

    private bool IsPrimary(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        && SymbolEqualityComparer.Default.Equals(constructor.ContainingType.OriginalDefinition, Type)
        && IsDeclaredByType(constructor);

    private static bool IsDeclaredByType(IMethodSymbol constructor)
    {
        foreach (SyntaxReference reference in constructor.DeclaringSyntaxReferences)
            if (reference.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax) return true;
        return false;
    }
}
