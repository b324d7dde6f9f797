namespace Slabwise.Tool;

/// <summary>Something that the user is told in one sentence.</summary>
internal sealed class ToolException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
