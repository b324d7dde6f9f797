using System.Globalization;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Shared;

/// <summary>Which options have a value that the pool cannot follow.</summary>
internal static class OptionCheck
{
    /// <summary>One finding for each bad option.</summary>
    public static IEnumerable<Finding> Find(PooledDeclaration declaration)
    {
        PoolOptions options = declaration.Options;
        if (options.Cache is not (0 or 1)) yield return Bad(nameof(options.Cache), options.Cache, "is PerCpu or PerThread");
        if (options.MaxCached < 0) yield return Bad(nameof(options.MaxCached), options.MaxCached, "is 0 (adaptive) or more");

        foreach ((string name, long value, string rule) in declaration.IsStruct ? OfStruct(declaration) : OfClass(options))
            yield return Bad(name, value, rule);

        Finding Bad(string name, long value, string rule)
        {
            AttributeArgumentSyntax? argument = ArgumentOf(declaration, name);
            string shown = IsNumber(name) || argument is null
                ? value.ToString("N0", CultureInfo.InvariantCulture)
                : argument.Expression.ToString();
            return new(FindingKind.BadOption, argument?.GetLocation() ?? declaration.Location, name, shown, rule, declaration.DisplayName);
        }
    }

    private static IEnumerable<(string, long, string)> OfStruct(PooledDeclaration declaration)
    {
        PoolOptions options = declaration.Options;
        if (options.Safety is not (0 or 1)) yield return (nameof(options.Safety), options.Safety, "is Checked or Unchecked");
        bool alignmentIsGood = options.Alignment == 0 || IsPowerOfTwoUpToPage(options.Alignment);
        if (!alignmentIsGood) yield return (nameof(options.Alignment), options.Alignment, "is 0 (the type's own) or a power of two up to 4,096");
        if (options.MaxBytes < 0) yield return (nameof(options.MaxBytes), options.MaxBytes, "is 0 (no bound) or more");
        if (options.MaxBytes <= 0 || !alignmentIsGood || !declaration.Layout.IsKnown) yield break;

        SlabGeometry geometry = SlabGeometry.For(declaration.Layout.Size, Math.Max(options.Alignment, 1));
        if (options.MaxBytes < geometry.SlabBytes)
        {
            yield return (nameof(options.MaxBytes), options.MaxBytes, string.Format(CultureInfo.InvariantCulture,
                "is at least the {0:N0} bytes of one slab", geometry.SlabBytes));
        }
    }

    private static IEnumerable<(string, long, string)> OfClass(PoolOptions options)
    {
        const string StructsOnly = "is an option of structs; objects lie on the GC heap";
        if (options.Safety != 0) yield return (nameof(options.Safety), options.Safety, StructsOnly);
        if (options.Zeroed) yield return (nameof(options.Zeroed), 1, StructsOnly);
        if (options.Alignment != 0) yield return (nameof(options.Alignment), options.Alignment, StructsOnly);
        if (options.MaxBytes != 0) yield return (nameof(options.MaxBytes), options.MaxBytes, StructsOnly);
    }

    private static bool IsPowerOfTwoUpToPage(int value) =>
        value is > 0 and <= SlabGeometry.PageBytes && (value & (value - 1)) == 0;

    private static bool IsNumber(string name) =>
        name is nameof(PoolOptions.Alignment) or nameof(PoolOptions.MaxCached) or nameof(PoolOptions.MaxBytes);

    private static AttributeArgumentSyntax? ArgumentOf(PooledDeclaration declaration, string option)
    {
        if (declaration.Attribute.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList: { } list })
        {
            foreach (AttributeArgumentSyntax argument in list.Arguments)
                if (argument.NameEquals?.Name.Identifier.ValueText == option)
                    return argument;
        }

        return null;
    }
}
