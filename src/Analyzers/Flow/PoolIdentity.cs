using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow;

/// <summary>Which pool an expression names, as far as the code shows. Where it could be any, there is no identity.</summary>
internal sealed class PoolIdentity
{
    private const int MaxDepth = 4;

    private readonly ISymbol _symbol;
    private readonly Kind _kind;

    private PoolIdentity(ISymbol symbol, Kind kind)
    {
        _symbol = symbol;
        _kind = kind;
    }

    private enum Kind
    {
        /// <summary>The one pool that a <c>Shared</c> property gives everybody.</summary>
        Shared,

        /// <summary>Made here, and so different from every other.</summary>
        Created,

        /// <summary>Handed in from outside: it may be any but a certain shared one.</summary>
        Given,
    }

    public string Name => _kind == Kind.Shared ? _symbol.ContainingType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) + ".Shared" : _symbol.Name;

    public static PoolIdentity? Of(IOperation? pool, RootVariables variables) => Of(pool, variables, 0);

    public bool DiffersFrom(PoolIdentity other) => (_kind, other._kind) switch
    {
        (Kind.Shared, Kind.Shared) => !SymbolEqualityComparer.Default.Equals(_symbol.ContainingType, other._symbol.ContainingType),
        (Kind.Given, Kind.Given) or (Kind.Given, Kind.Created) or (Kind.Created, Kind.Given) => false,
        (Kind.Created, Kind.Created) => !SymbolEqualityComparer.Default.Equals(_symbol, other._symbol),
        _ => true,
    };

    private static PoolIdentity? Of(IOperation? pool, RootVariables variables, int depth)
    {
        if (depth > MaxDepth) return null;
        switch (pool?.WithoutConversions())
        {
            case IPropertyReferenceOperation { Property: { Name: "Shared", IsStatic: true } shared }: return new PoolIdentity(shared, Kind.Shared);
            case IFlowCaptureReferenceOperation capture: return Of(variables.SingleValueOf(capture.Id), variables, depth + 1);
            case IFieldReferenceOperation { Field: { } field }: return OfField(field);
            case IParameterReferenceOperation { Parameter: { HasExplicitDefaultValue: false } parameter } when !variables.IsAssigned(parameter):
                return new PoolIdentity(parameter, Kind.Given);
            case ILocalReferenceOperation { Local: { } local } when !variables.IsShared(local) && variables.SourcesOf(local) is { Count: 1 } sources:
                return IsCreation(sources[0].WithoutConversions()) ? new PoolIdentity(local, Kind.Created) : Of(sources[0], variables, depth + 1);
            default: return null;
        }
    }

    private static bool IsCreation(IOperation value) =>
        value is IObjectCreationOperation or IInvocationOperation { TargetMethod.Name: "Create" };

    // A field's other assignments are not at hand, so its text has to do: one that is not plainly handed in makes it unknown.
    private static PoolIdentity? OfField(IFieldSymbol field)
    {
        if (!field.IsReadOnly || field.DeclaringSyntaxReferences.IsEmpty) return null;
        string declaration = field.DeclaringSyntaxReferences[0].GetSyntax().ToString();
        int initializer = declaration.IndexOf('=');
        if (initializer >= 0)
        {
            string value = declaration.Substring(initializer + 1).Trim();
            if (value.StartsWith("new", StringComparison.Ordinal) || value.IndexOf(".Create(", StringComparison.Ordinal) >= 0 || value.IndexOf(".Create<", StringComparison.Ordinal) >= 0)
                return value.IndexOf('?') >= 0 ? null : new PoolIdentity(field, Kind.Created);
            if (value.EndsWith(".Shared", StringComparison.Ordinal) && value.IndexOf('?') < 0 && SharedOf(field.Type) is { } shared)
                return new PoolIdentity(shared, Kind.Shared);
            return null;
        }

        foreach (SyntaxReference part in field.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (AssignmentExpressionSyntax assignment in part.GetSyntax().DescendantNodes().OfType<AssignmentExpressionSyntax>())
            {
                string target = assignment.Left is MemberAccessExpressionSyntax member ? member.Name.Identifier.ValueText : assignment.Left.ToString();
                if (target == field.Name && assignment.Right is not IdentifierNameSyntax) return null;
            }
        }

        return new PoolIdentity(field, Kind.Given);
    }

    private static ISymbol? SharedOf(ITypeSymbol type) => type.GetMembers("Shared").FirstOrDefault(member => member is IPropertySymbol { IsStatic: true });
}
