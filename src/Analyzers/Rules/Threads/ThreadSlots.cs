using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Rules.Threads;

/// <summary>State of which each thread, or each flow of control, has its own.</summary>
internal static class ThreadSlots
{
    /// <summary>The thread-static field, or the field that holds the <c>ThreadLocal</c> or <c>AsyncLocal</c>, which <paramref name="place"/> reads or sets.</summary>
    public static IFieldSymbol? SlotOf(IOperation place) => place switch
    {
        IFieldReferenceOperation { Field: { } field } when IsThreadStatic(field) => field,
        IPropertyReferenceOperation { Property.Name: "Value", Instance: IFieldReferenceOperation { Field: { } field } } when IsLocalOfThread(field.Type) => field,
        _ => null,
    };

    public static bool IsSlot(IFieldSymbol field) => IsThreadStatic(field) || IsLocalOfThread(field.Type);

    /// <summary>What is put into the slot is seen by threads that go on with the same flow of control.</summary>
    public static bool Flows(IFieldSymbol slot) => slot.Type.Name == "AsyncLocal";

    /// <summary>Objects that a thread keeps in order to write into them again and again.</summary>
    public static bool IsBuffer(ITypeSymbol? type) =>
        type is IArrayTypeSymbol
        || type is INamedTypeSymbol
        {
            Name: "StringBuilder" or "MemoryStream" or "Random" or "List" or "Dictionary" or "HashSet" or "Stack" or "Queue" or "ArrayBufferWriter" or "StringWriter",
        } named && IsSystem(named.ContainingNamespace)
        || Affinity.IsSingleThread(type);

    public static bool IsLocalOfThread(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "ThreadLocal" or "AsyncLocal", TypeArguments.Length: 1, ContainingNamespace.Name: "Threading" };

    private static bool IsThreadStatic(IFieldSymbol field)
    {
        if (!field.IsStatic || field.IsConst || field.IsReadOnly) return false;
        foreach (AttributeData attribute in field.GetAttributes())
            if (attribute.AttributeClass is { Name: "ThreadStaticAttribute", ContainingNamespace.Name: "System" }) return true;
        return false;
    }

    private static bool IsSystem(INamespaceSymbol space)
    {
        while (space.ContainingNamespace is { IsGlobalNamespace: false } outer) space = outer;
        return space.Name == "System";
    }
}
