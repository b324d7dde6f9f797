using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Slabwise.Generators.Tests.Edits;

/// <summary>An editor makes a compilation with each keystroke; a world that kept its own would keep all of its symbols for as long as only bodies change.</summary>
public class LifetimeTests
{
    [Fact]
    public void AWorldThatWasReadLetsGoOfItsCompilation()
    {
        (World world, WeakReference compilation) = Read();
        for (int i = 0; i < 10 && compilation.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(compilation.IsAlive);
        GC.KeepAlive(world);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (World, WeakReference) Read()
    {
        CSharpCompilation compilation = new Edition().Compilation;
        World world = new(compilation, ["Demo.Deep.Quote"]);
        Assert.Single(world.Read(CancellationToken.None));
        return (world, new WeakReference(compilation));
    }
}
