using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>Calls after which the method does not go on.</summary>
internal static class NeverReturns
{
    public static bool Always(IMethodSymbol method) => Has(method.OriginalDefinition.GetAttributes(), "DoesNotReturnAttribute", out _);

    /// <summary>A throw helper without the attribute: likely, but not certain enough to build on.</summary>
    public static bool ByName(IMethodSymbol method) =>
        (method.Name.IndexOf("Throw", StringComparison.Ordinal) >= 0 && !Array.Exists(s_conditional, condition => method.Name.IndexOf(condition, StringComparison.Ordinal) >= 0))
        || Array.Exists(s_beginnings, beginning => method.Name.StartsWith(beginning, StringComparison.Ordinal));

    private static readonly string[] s_conditional = ["ThrowIf", "ThrowOn", "ThrowExceptionForHR"];

    private static readonly string[] s_beginnings = ["Fail", "Abort", "Exit", "Panic", "Die", "Error", "Fatal", "Raise", "Report"];

    /// <summary>The truth value of the argument for which the call does not come back.</summary>
    public static bool? If(IParameterSymbol parameter) =>
        parameter.Type.SpecialType == SpecialType.System_Boolean
        && Has(parameter.OriginalDefinition.GetAttributes(), "DoesNotReturnIfAttribute", out AttributeData? attribute)
        && attribute!.ConstructorArguments.Length == 1
        && attribute.ConstructorArguments[0].Value is bool fatal
            ? fatal
            : null;

    private static bool Has(System.Collections.Immutable.ImmutableArray<AttributeData> attributes, string name, out AttributeData? found)
    {
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.AttributeClass?.Name != name) continue;
            found = attribute;
            return true;
        }

        found = null;
        return false;
    }
}
