using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Slabwise.Generators.Tests;

internal static class Compilations
{
    /// <summary>A reference to the compiled assembly, as a package or another project gives it.</summary>
    public static MetadataReference EmitToImageReference(this CSharpCompilation compilation)
    {
        using MemoryStream image = new();
        Assert.True(compilation.Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
