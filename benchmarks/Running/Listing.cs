using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Running;

/// <summary>
/// The machine code that the JIT makes of some methods in a child process. It goes through a file: on the child's
/// output it would run into the conversation in the middle of a line.
/// </summary>
internal sealed class Listing(string methods) : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public Allocator Of(Allocator allocator)
    {
        var environment = new Dictionary<string, string>(allocator.Environment)
        {
            ["DOTNET_JitDisasm"] = methods,
            ["DOTNET_JitStdOutFile"] = _file,
        };
        return allocator with { Environment = environment };
    }

    public void WriteTo(TextWriter output) => output.Write(File.ReadAllText(_file));

    public void Dispose() => File.Delete(_file);
}
