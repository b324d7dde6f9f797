using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Slabwise.Diagnostics.Profiling;

/// <summary>Names of the methods that stand on this thread's stack, the innermost first, without Slabwise's own at its end.</summary>
internal static class StackNames
{
    private const int MostFrames = 128;

    /// <summary>What stands for frames that have no names.</summary>
    public const string Unknown = "(unknown)";

    [MethodImpl(MethodImplOptions.NoInlining)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A method that was trimmed away has no name, and is left out.")]
    public static string[] Capture()
    {
        var names = new List<string>();
        foreach (StackFrame frame in new StackTrace(1, fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is not { } method) continue;
            if (names.Count == 0 && IsOurs(method)) continue;
            names.Add(NameOf(method));
            if (names.Count == MostFrames) break;
        }

        return names.Count > 0 ? [.. names] : [Unknown];
    }

    // Rent and Lease of an annotated type are ours too, though they stand in the user's assembly: inlined at tier 1, and frames before.
    private static bool IsOurs(MethodBase method)
    {
        if (method.DeclaringType is not { } type) return false;
        if (type.Assembly == typeof(StackNames).Assembly) return true;
        return method.IsStatic && method.Name is "Rent" or "TryRent" or "Lease" or "Reserve" && IsPooled(type);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Where the interface was trimmed away, one frame more is shown.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Where the interface was trimmed away, one frame more is shown.")]
    private static bool IsPooled(Type type) =>
        type.GetInterfaces().Any(of => of.IsGenericType && of.GetGenericTypeDefinition() == typeof(ISizeClassPooled<>));

    // An async method and an iterator run in MoveNext of a type that is called <Name>d__N.
    private static string NameOf(MethodBase method)
    {
        Type? type = method.DeclaringType;
        if (type is null) return method.Name;
        if (method.Name == "MoveNext" && type.Name.StartsWith('<') && type.DeclaringType is { } outer)
        {
            int end = type.Name.IndexOf('>', StringComparison.Ordinal);
            if (end > 1) return $"{TypeName(outer)}.{type.Name[1..end]}";
        }

        return $"{TypeName(type)}.{method.Name}";
    }

    private static string TypeName(Type type)
    {
        string name = (type.IsGenericType && !type.IsGenericTypeDefinition ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name;
        return name.Replace('+', '.');
    }
}
