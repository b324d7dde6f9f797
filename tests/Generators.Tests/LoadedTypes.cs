using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace Slabwise.Generators.Tests;

/// <summary>Compiles to memory and loads the result into the running process, where the JIT can be asked.</summary>
internal static class LoadedTypes
{
    /// <summary>Loads what <paramref name="compilation"/> makes.</summary>
    public static Assembly Load(Compilation compilation)
    {
        using MemoryStream image = new();
        EmitResult result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        return new AssemblyLoadContext(null).LoadFromStream(image);
    }

    /// <summary>The JIT's <c>sizeof</c>.</summary>
    public static int SizeOf(Type type) => (int)s_sizeOf.MakeGenericMethod(type).Invoke(null, null)!;

    /// <summary>The JIT's size of a byte followed by <paramref name="type"/>: it shows the alignment.</summary>
    public static int SizeBehindByte(Type type) => SizeOf(typeof(BehindByte<>).MakeGenericType(type));

    private static readonly MethodInfo s_sizeOf = typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!;

    private readonly record struct BehindByte<T>(byte First, T Value);
}
