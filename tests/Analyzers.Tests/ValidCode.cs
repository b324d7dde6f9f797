using System.Collections.Immutable;
using System.Reflection;

namespace Slabwise.Analyzers.Tests;

/// <summary>The files under <c>ValidCode</c>: plausible code in which nothing is wrong.</summary>
internal static class ValidCode
{
    public static ImmutableArray<(string Name, string Text)> Sources { get; } = Load();

    private static ImmutableArray<(string, string)> Load()
    {
        Assembly assembly = typeof(ValidCode).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames().Where(name => name.StartsWith("ValidCode/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
            {
                using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
                return (name, reader.ReadToEnd());
            }),
        ];
    }
}
