namespace Slabwise.Generators;

/// <summary>Names of the pipeline's steps, by which tests see what was recomputed.</summary>
internal static class TrackingNames
{
    /// <summary>The names of annotated types.</summary>
    public const string Targets = nameof(Targets);

    /// <summary>What models are read from.</summary>
    public const string Worlds = nameof(Worlds);

    /// <summary>Worlds to the models in them.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>File names that differ only in case.</summary>
    public const string NameClashes = nameof(NameClashes);

    /// <summary>Models with their file names: what each output depends on.</summary>
    public const string Files = nameof(Files);
}
