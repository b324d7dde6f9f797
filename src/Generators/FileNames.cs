using System.Globalization;
using Slabwise.Shared;

namespace Slabwise.Generators;

/// <summary>
/// Names the generated files after their types. The compiler compares file names without regard to case, and throws
/// for a second one; types whose names differ only in case get a hash behind theirs.
/// </summary>
internal static class FileNames
{
    /// <summary><c>Demo.Outer.Pair`1</c>.</summary>
    public static string PlainNameOf(PooledTypeModel model)
    {
        string name = model.FullName;
        int generic = name.IndexOf('<');
        while (generic >= 0)
        {
            int end = name.IndexOf('>', generic);
            int arity = name.Substring(generic, end - generic).Count(c => c == ',') + 1;
            name = name.Remove(generic, end - generic + 1).Insert(generic, "`" + arity.ToString(CultureInfo.InvariantCulture));
            generic = name.IndexOf('<');
        }

        return name;
    }

    /// <summary>Those of <paramref name="names"/> that another equals except for case.</summary>
    public static EquatableArray<string> Clashes(IEnumerable<string> names) => new(names
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Count() > 1)
        .SelectMany(group => group)
        .OrderBy(name => name, StringComparer.Ordinal));

    /// <summary>The file of one type.</summary>
    public static string Of(PooledTypeModel model, EquatableArray<string> clashes)
    {
        string name = PlainNameOf(model);
        return clashes.Contains(name) ? $"{name}.{StableHash(name):x8}.g.cs" : $"{name}.g.cs";
    }

    // FNV-1a: string.GetHashCode differs from process to process, and file names must not.
    private static uint StableHash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text) hash = unchecked((hash ^ c) * 16777619);
        return hash;
    }
}
