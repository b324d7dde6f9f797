using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Slabwise.AspNetCore.Settings;

/// <summary>Applies the section of the configuration. A key that is not understood stops the host: ignored, a limit that was misspelled would be missed
/// when memory has run out.</summary>
internal static class SectionReader
{
    /// <exception cref="OptionsValidationException">Something does not fit; then nothing was applied, unless it came too late.</exception>
    public static void Apply(IConfigurationSection section, SlabwiseHostOptions host)
    {
        if (!section.Exists()) return;
        var problems = new List<string>();
        var changes = new List<(string Path, Setting Setting, Change Change)>();
        Setting[] settings = SettingCatalog.For(host);
        if (section.Value is { Length: > 0 } alone) problems.Add($"'{section.Path}' is '{alone}'; it takes keys such as {section.Path}:{settings[0].Key}");
        foreach (IConfigurationSection entry in section.GetChildren())
        {
            Setting? setting = Array.Find(settings, known => known.Key.Equals(entry.Key, StringComparison.OrdinalIgnoreCase));
            if (setting is null)
                problems.Add($"'{entry.Path}' is no setting of Slabwise; the settings are {string.Join(", ", settings.Select(known => known.Key))}");
            else if (entry.Value is null || setting.Read(entry.Value) is not { } change)
                problems.Add($"'{entry.Path}' is {Describe(entry)}; it takes {setting.Takes}");
            else
                changes.Add((entry.Path, setting, change));
        }

        if (problems.Count == 0) problems.AddRange(changes.OrderBy(entry => entry.Setting.IsLast).Select(entry => ProblemOf(entry.Path, entry.Change)).OfType<string>());
        if (problems.Count > 0) throw new OptionsValidationException(section.Path, typeof(SlabwiseOptions), problems);
    }

    private static string Describe(IConfigurationSection entry) => entry.Value is not null ? $"'{entry.Value}'" : entry.GetChildren().Any() ? "a section" : "null";

    private static string? ProblemOf(string path, Change change)
    {
        try
        {
            return change.TryApply()
                ? null
                : $"'{path}' comes too late: a pool has started, and this setting is frozen since then. Call AddSlabwise before the first rent, for example first thing in Main";
        }
        catch (NotSupportedException e)
        {
            return $"'{path}' cannot be had here: {e.Message}";
        }
    }
}
