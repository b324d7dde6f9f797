namespace Slabwise.Tool;

/// <summary>What the command ends with, so that scripts can tell causes apart.</summary>
internal static class ExitCodes
{
    public const int Good = 0;

    /// <summary>The process answered that it could not, or a file could not be written.</summary>
    public const int Failed = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    public const int NoSuchProcess = 3;
    public const int NoPermission = 4;

    /// <summary>The process is not a .NET process, or has no Slabwise pool.</summary>
    public const int WithoutSlabwise = 5;

    /// <summary>Interrupted before it was done, as shells say it of SIGINT.</summary>
    public const int Interrupted = 130;
}
