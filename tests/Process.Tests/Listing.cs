using System.Text.RegularExpressions;

namespace Slabwise.Process.Tests;

/// <summary>A method's machine code as the JIT lists it, counted by instruction class.</summary>
internal sealed partial record Listing(string Method, IReadOnlyList<string> Instructions)
{
    public int Branches => Instructions.Count(i => i.StartsWith('j') && !i.StartsWith("jmp", StringComparison.Ordinal));

    public int Loads => Instructions.Count(i => ReadsMemory().IsMatch(i) && !i.StartsWith("lea", StringComparison.Ordinal) && !i.StartsWith("call", StringComparison.Ordinal));

    public int Stores => Instructions.Count(i => WritesMemory().IsMatch(i));

    public IReadOnlyList<string> Calls => [.. Instructions.Where(i => i.StartsWith("call", StringComparison.Ordinal))];

    /// <summary>Finds the tier-1 listing of a method, on-stack replacements left aside.</summary>
    public static Listing OfTier1(string file, string method)
    {
        string[] lines = File.ReadAllLines(file);
        int at = Array.FindLastIndex(lines, line =>
            line.StartsWith("; Assembly listing for method ", StringComparison.Ordinal)
            && line.Contains(method, StringComparison.Ordinal)
            && line.EndsWith("(Tier1)", StringComparison.Ordinal));
        if (at < 0) throw new InvalidOperationException($"No tier-1 listing of {method} in {file}.");
        var instructions = new List<string>();
        for (int i = at + 1; i < lines.Length && !lines[i].StartsWith("; Total bytes of code", StringComparison.Ordinal); i++)
        {
            Match match = Instruction().Match(lines[i]);
            if (match.Success) instructions.Add(match.Groups[1].Value.Trim());
        }

        return new Listing(lines[at], instructions);
    }

    public override string ToString() => Method + "\n" + string.Join('\n', Instructions);

    [GeneratedRegex(@"^\s+([a-z][a-z0-9]*(\s.*)?)$")]
    private static partial Regex Instruction();

    [GeneratedRegex(@"^(\w+\s+.*,.*\[.*\]|(cmp|test)\s.*\[.*\].*)$")]
    private static partial Regex ReadsMemory();

    [GeneratedRegex(@"^(mov|inc|dec|add|sub|vmovups|vmovdqu|vmovdqu32|vmovdqa)\s+[a-z]+ ptr \[")]
    private static partial Regex WritesMemory();
}
