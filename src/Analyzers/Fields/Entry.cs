using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Fields;

internal enum EntryKind : byte
{
    /// <summary>Called by the type itself only.</summary>
    Private,

    /// <summary>Part of what the object does while it lives.</summary>
    Working,

    /// <summary>Ends a phase of the object's life; nothing but a disposal is expected after it.</summary>
    Ending,

    /// <summary>Ends the object's life, and must bear to be called again.</summary>
    Disposal,
    Finalizer,
}

/// <summary>A member through which control comes into the object.</summary>
internal sealed class Entry
{
    private static readonly string[] s_endings =
    [
        "Return", "Recycle", "Finish", "Complete", "End", "Stop", "Detach", "Build", "To", "Get", "Abort", "Cancel", "Uninit", "Deinit", "Deallocate", "On", "Move",
    ];

    // Frameworks for tests and benchmarks call such methods once, at the end, whatever stands around the word.
    private static readonly string[] s_endingWords =
        ["Cleanup", "CleanUp", "TearDown", "Teardown", "Dispos", "Clos", "Shutdown", "ShutDown", "Destroy", "Terminat", "Unload", "Free", "Releas"];

    private Entry(Member member, EntryKind kind)
    {
        Member = member;
        Kind = kind;
    }

    public Member Member { get; }

    public EntryKind Kind { get; }

    public bool EndsLife => Kind is EntryKind.Disposal or EntryKind.Finalizer;

    /// <summary>The entry, or null for what only runs while the object is made.</summary>
    public static Entry? Of(Member member)
    {
        if (member.IsInitializer || member.Method is not { IsStatic: false } method) return null;
        return new Entry(member, KindOf(method));
    }

    private static EntryKind KindOf(IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.Destructor) return EntryKind.Finalizer;
        string name = method.Name;
        if (method.MethodKind == MethodKind.ExplicitInterfaceImplementation) name = name.Substring(name.LastIndexOf('.') + 1);
        if (name is "Dispose" or "Close" or "DisposeAsync")
        {
            if (method.Parameters.IsEmpty) return IsVisible(method) ? EntryKind.Disposal : EntryKind.Private;
            return DisposePattern.IsCalledEachTime(method) ? EntryKind.Disposal : EntryKind.Private;
        }

        if (!IsVisible(method)) return EntryKind.Private;
        bool ends = Array.Exists(s_endings, ending => name.StartsWith(ending, StringComparison.Ordinal))
            || Array.Exists(s_endingWords, word => name.Contains(word))
            || method.GetAttributes().Any(attribute => Array.Exists(s_endingWords, word => attribute.AttributeClass?.Name.Contains(word) == true));
        return ends ? EntryKind.Ending : EntryKind.Working;
    }

    private static bool IsVisible(IMethodSymbol method) =>
        method.MethodKind == MethodKind.ExplicitInterfaceImplementation
        || method.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;
}
