namespace Slabwise.Analyzers.Fields;

/// <summary>One way in which an operation can come out.</summary>
internal readonly struct Result
{
    public Result(FieldWorld world, Content content)
    {
        World = world;
        Content = content;
    }

    public FieldWorld World { get; }

    public Content Content { get; }

    public void Deconstruct(out FieldWorld world, out Content content)
    {
        world = World;
        content = Content;
    }
}
