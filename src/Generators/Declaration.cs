using System.Globalization;
using Slabwise.Shared;

namespace Slabwise.Generators;

/// <summary>Writes the initializer of a <c>PoolDeclaration</c>, leaving out what has its default value.</summary>
internal static class Declaration
{
    /// <summary>From the opening brace to the semicolon.</summary>
    public static void Write(CodeWriter writer, PooledTypeModel model, StructFacts? facts = null, SlabGeometry? geometry = null, string end = ";")
    {
        writer.Open();
        writer.Lines($"Name = {PooledTypeEmitter.NameExpression(model)},");
        if (facts is not null && geometry is { } g)
        {
            writer.Lines($"ObjectBytes = {Text(facts.ObjectBytes)},");
            writer.Lines($"SlotShift = {Text(g.SlotShift)},");
            writer.Lines($"TailBytes = {Text(g.TailBytes)},");
        }

        PoolOptions options = model.Options;
        if (options.Alignment != 0) writer.Lines($"Alignment = {Text(options.Alignment)},");
        if (options.Cache == 1) writer.Lines("Cache = global::Slabwise.CacheKind.PerThread,");
        if (options.Safety == 1) writer.Lines("Safety = global::Slabwise.SafetyKind.Unchecked,");
        if (options.Zeroed) writer.Lines("Zeroed = true,");
        if (options.MaxCached != 0) writer.Lines($"MaxCached = {Text(options.MaxCached)},");
        if (options.MaxBytes != 0) writer.Lines($"MaxBytes = {Text(options.MaxBytes)},");
        writer.Close(end);
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
