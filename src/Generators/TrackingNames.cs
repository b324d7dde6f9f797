namespace Slabwise.Generators;

/// <summary>Names of the pipeline's steps, by which tests see what was recomputed.</summary>
internal static class TrackingNames
{
    /// <summary>Annotated types to models; rejected types are null here.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>The models that get code.</summary>
    public const string Accepted = nameof(Accepted);

    /// <summary>File names that differ only in case.</summary>
    public const string NameClashes = nameof(NameClashes);

    /// <summary>Models with their file names: what each output depends on.</summary>
    public const string Files = nameof(Files);
}
