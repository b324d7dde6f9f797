namespace Slabwise.Diagnostics.Profiling;

/// <summary>The names on a stack, and what is made of them once.</summary>
/// <param name="frames">The innermost first.</param>
/// <param name="isKnown">Whether the same stack gives the same object again.</param>
internal sealed class CallStack(string[] frames, bool isKnown)
{
    private const int MostLines = 24;

    /// <summary>The innermost first.</summary>
    public string[] Frames => frames;

    public bool IsKnown => isKnown;

    /// <summary>All names in one text, by which stacks of different addresses are found to be the same.</summary>
    public string Key => field ??= string.Join('\n', frames);

    /// <summary>As a report shows it.</summary>
    public string Lines => field ??= string.Concat(frames.Take(MostLines).Select(frame => $"      at {frame}\n"));
}
