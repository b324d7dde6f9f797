using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Slabwise.Shared;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Generators.Tests;

/// <summary>Holds the layout model against the JIT, which is right by definition.</summary>
public class LayoutTests
{
    [Fact]
    public void TheFrameworkTableAgreesWithTheJit()
    {
        foreach ((string name, ValueLayout layout) in FrameworkLayouts.All)
        {
            Type type = Type.GetType(name) ?? Type.GetType(name + ", System.Runtime.Numerics") ?? throw new InvalidOperationException(name);
            AssertAgrees(type, layout);
        }
    }

    [Theory]
    [InlineData("bool A; char B; sbyte C; ushort D;")]
    [InlineData("byte A; long B; byte C; int D; byte E; float F; double G; ulong H; uint I; short J;")]
    [InlineData("byte A; DateTime B; byte C; DateTimeOffset D; byte E; TimeSpan F; Guid G; byte H;")]
    [InlineData("byte A; Int128 B; byte C; UInt128 D; byte E; decimal F; Half G; byte H; System.Text.Rune I;")]
    [InlineData("byte A; Index B; Range C; DateOnly D; byte E; TimeOnly F; System.Numerics.Complex G; byte H; System.Numerics.Vector3 I;")]
    [InlineData("byte A; int? B; long? C; byte? D; Guid? E; decimal? F; Int128? G; DateTime? H; byte I;")]
    [InlineData("byte A; (byte, long, byte) B; (int, byte) C; (byte, byte, byte) D; (long, DateTime, int?) E2;", false)]
    [InlineData("byte A; (byte, long, byte) B; (int, byte) C; (byte, byte, byte) D; (long, DateTime, long?) E2; (short, bool) F; (int, int, int) G; byte H;")]
    [InlineData("byte A; KeyValuePair<byte, long> B; KeyValuePair<byte, short> C; byte D; KeyValuePair<Guid, byte> E;")]
    [InlineData("byte A; DayOfWeek B; byte C; Small D; Tiny E; Nested F; byte G;")]
    [InlineData("byte A; System.Runtime.Intrinsics.Vector64<int> B; byte C; System.Runtime.Intrinsics.Vector128<byte> D; byte E;")]
    [InlineData("byte A; Empty B; int C; Empty D;")]
    [InlineData("byte A; Sized12 B; byte C; Sized12 D; byte E; Small F;")]
    [InlineData("byte A; Row B; byte C; Row2 D;")]
    [InlineData("public byte A { get; set; } public long B { get; init; } public readonly short C => 1; static long T; const int K = 3; int D;")]
    [InlineData("public byte A; public long B { get => field; set => field = value; } public byte C;")]
    [InlineData("byte A; unsafe fixed int B[5]; byte C; unsafe fixed char D[3]; byte E;", true, "unsafe ")]
    [InlineData("byte A; Pair<byte, long> B; Pair<short, Pair<int, byte>> C; byte D;")]
    [InlineData("nint A; byte B;", false)]
    [InlineData("byte B; unsafe int* A;", false)]
    [InlineData("System.Numerics.Vector<int> A;", false)]
    [InlineData("System.Runtime.Intrinsics.Vector256<int> A;", false)]
    [InlineData("Auto A;", false)]
    [InlineData("(byte, Small) A;", false)]
    [InlineData("(byte, long, byte, long, byte, long, byte, long, byte) A;", false)]
    [InlineData("System.Runtime.InteropServices.GCHandle A;", false)]
    [InlineData("System.Collections.Specialized.BitVector32 A;", false)]
    public void AStructIsAsLargeAsTheJitMakesItOrUnknown(string fields, bool known = true, string modifiers = "") =>
        AssertAgrees($"{modifiers}struct S {{ {fields} }}", known);

    [Theory]
    [InlineData("[StructLayout(LayoutKind.Sequential, Pack = 1)] struct S { byte A; long B; Guid C; DateTime D; (int, long) E; byte F; }")]
    [InlineData("[StructLayout(LayoutKind.Sequential, Pack = 2)] struct S { byte A; long B; int C; byte D; }")]
    [InlineData("[StructLayout(LayoutKind.Sequential, Pack = 8)] struct S { byte A; Int128 B; }")]
    [InlineData("[StructLayout(LayoutKind.Sequential, Size = 12)] struct S { long A; }")]
    [InlineData("[StructLayout(LayoutKind.Sequential, Size = 4)] struct S { long A; }")]
    [InlineData("[StructLayout(LayoutKind.Sequential, Pack = 4, Size = 21)] struct S { byte A; long B; }")]
    [InlineData("[StructLayout(LayoutKind.Explicit)] struct S { [FieldOffset(0)] byte A; [FieldOffset(3)] int B; }")]
    [InlineData("[StructLayout(LayoutKind.Explicit)] struct S { [FieldOffset(8)] byte A; [FieldOffset(0)] long B; [FieldOffset(0)] double C; }")]
    [InlineData("[StructLayout(LayoutKind.Explicit, Pack = 1)] struct S { [FieldOffset(0)] long A; [FieldOffset(8)] byte B; }")]
    [InlineData("[StructLayout(LayoutKind.Explicit, Size = 11)] struct S { [FieldOffset(0)] long A; [FieldOffset(8)] byte B; }")]
    [InlineData("[StructLayout(LayoutKind.Explicit, Size = 4)] struct S { [FieldOffset(0)] long A; [FieldOffset(8)] byte B; }")]
    [InlineData("[StructLayout(LayoutKind.Explicit, Size = 32)] struct S { }")]
    [InlineData("[StructLayout((short)0)] struct S { byte A; long B; }")]
    [InlineData("[InlineArray(7)] struct S { short A; }")]
    [InlineData("[InlineArray(3)] struct S { Sized12 A; }", false)]
    [InlineData("record struct S(byte A, long B, byte C) { public short D { get; } }")]
    [InlineData("struct S { }")]
    [InlineData("struct S(int x) { public int A = 3; public int B => x; }", false)]
    [InlineData("[StructLayout(LayoutKind.Auto)] struct S { byte A; long B; byte C; }", false)]
    public void DeclaredLayoutIsFollowed(string declaration, bool known = true) => AssertAgrees(declaration, known);

    [Fact]
    public void AnUnknownLayoutSaysWhy()
    {
        ValueLayout layout = LayoutOf(Compile("struct S { long A; Inner B; } struct Inner { nint C; }"));
        Assert.Equal("of field 'B': 'nint' is as wide as a pointer, 4 or 8 bytes", layout.UnknownReason);
    }

    [Fact]
    public void AStructThatContainsItselfIsUnknown() =>
        Assert.False(LayoutOf(Compile("struct S { S A; }")).IsKnown);

    [Fact]
    public void AStructOfAnotherAssemblyIsUnknown()
    {
        CSharpCompilation library = TestCompilation.Create(["public struct Foreign { public int A; }"]);
        CSharpCompilation compilation = TestCompilation.Create(["struct S { Foreign A; }"], library.EmitToImageReference());
        Assert.Contains("another assembly", LayoutOf(compilation).UnknownReason);
    }

    /// <summary>Random structs of known parts: the model must know them, and agree.</summary>
    [Fact]
    public void RandomStructsAgreeWithTheJit()
    {
        const int Count = 400;
        Random random = new(20260829);
        List<string> parts = ["byte", "bool", "short", "char", "int", "float", "long", "double", "decimal", "Guid", "DateTime", "Half", "Int128",
            "int?", "long?", "byte?", "(byte, int)", "(long, byte)", "(short, short, byte)", "(byte, long?)", "DayOfWeek", "KeyValuePair<short, long>"];
        List<string> declarations = [];
        for (int i = 0; i < Count; i++)
        {
            IEnumerable<string> fields = Enumerable.Range(0, random.Next(1, 9)).Select(f => $"{parts[random.Next(parts.Count)]} F{f};");
            string pack = random.Next(4) == 0 ? $"[StructLayout(LayoutKind.Sequential, Pack = {1 << random.Next(5)})] " : "";
            declarations.Add($"{pack}struct R{i} {{ {string.Join(" ", fields)} }}");
            if (i % 3 == 0) parts.Add($"R{i}");
        }

        CSharpCompilation compilation = Compile(string.Join("\n", declarations));
        Assembly assembly = LoadedTypes.Load(compilation);
        for (int i = 0; i < Count; i++)
        {
            ValueLayout layout = LayoutModel.Of(compilation.GetTypeByMetadataName($"R{i}")!);
            Assert.True(layout.IsKnown, $"{declarations[i]}: {layout.UnknownReason}");
            AssertAgrees(assembly.GetType($"R{i}")!, layout, declarations[i]);
        }
    }

    private static void AssertAgrees(string declaration, bool known)
    {
        CSharpCompilation compilation = Compile(declaration);
        ValueLayout layout = LayoutOf(compilation);
        Assert.Equal(known, layout.IsKnown);
        Type type = LoadedTypes.Load(compilation).GetType("S")!;
        if (known) AssertAgrees(type, layout);
    }

    private static void AssertAgrees(Type type, ValueLayout layout, string? note = null)
    {
        int behindByte = RoundUp(layout.Alignment + layout.Size, layout.Alignment);
        Assert.Equal(
            $"{note ?? type.ToString()}: {layout.Size}, behind a byte {behindByte}",
            $"{note ?? type.ToString()}: {LoadedTypes.SizeOf(type)}, behind a byte {LoadedTypes.SizeBehindByte(type)}");
    }

    private static ValueLayout LayoutOf(CSharpCompilation compilation) => LayoutModel.Of(compilation.GetTypeByMetadataName("S")!);

    private static int RoundUp(int value, int alignment) => (value + alignment - 1) / alignment * alignment;

    private static CSharpCompilation Compile(string declarations) => TestCompilation.Create(["""
        #pragma warning disable
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;
        enum Tiny : short { X }
        struct Small { byte A, B, C; }
        struct Nested { long A; Small B; }
        struct Empty { }
        [StructLayout(LayoutKind.Sequential, Size = 12)] struct Sized12 { long A; }
        [StructLayout(LayoutKind.Auto)] struct Auto { byte A; long B; byte C; }
        [InlineArray(3)] struct Row { short A; }
        [InlineArray(4)] struct Row2 { Nested A; }
        struct Pair<TFirst, TSecond> { TFirst A; TSecond B; }
        """ + "\n" + declarations]);
}
