using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>Calls that leave managed code.</summary>
internal static class NativeCalls
{
    public static bool Is(IMethodSymbol method)
    {
        if (!method.IsStatic) return false;
        if (method.GetDllImportData() is not null) return true;
        foreach (AttributeData attribute in method.GetAttributes())
            if (attribute.AttributeClass is { Name: "LibraryImportAttribute", ContainingNamespace.Name: "InteropServices" }) return true;
        return false;
    }
}
