using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Ownership;

/// <summary>Words for messages.</summary>
internal static class Describe
{
    private const int MaxCodeLength = 48;

    public static int Line(IOperation operation) => operation.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    public static string Type(Site site) =>
        (site.OutParameter?.Type ?? site.Operation?.Type)?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "object";

    /// <summary>The name of what is called.</summary>
    public static string Callee(IOperation call) => call is IInvocationOperation invocation ? invocation.TargetMethod.Name : "the function";

    /// <summary>The code itself, on one line and not too long; a call that a <c>using</c> implies is named by it.</summary>
    public static string Call(IOperation operation)
    {
        string text = string.Join(" ", operation.Syntax.ToString().Split([' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
        if (operation.IsImplicit) text = "using " + text;
        return text.Length <= MaxCodeLength ? text : text.Substring(0, MaxCodeLength - 3) + "...";
    }
}
