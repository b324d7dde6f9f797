using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Rules.Sizes;
using Slabwise.TestSupport;

namespace Slabwise.Analyzers.Tests.Sizes;

/// <summary>Puts statements into a method, beside a stand-in for the runtime's allocating members, and compares what one rule says.</summary>
internal static class SizeTest
{
    private const string Runtime = """
        using System.Buffers;
        namespace Slabwise
        {
            public static unsafe class NativeHeap
            {
                public static void* Alloc(nuint byteCount) => null;
                public static void* Alloc(nuint elementCount, nuint elementSize) => null;
                public static void* Realloc(void* ptr, nuint byteCount) => null;
                public static void* AlignedAlloc(nuint byteCount, nuint alignment) => null;
            }
            public sealed class SlabArrayPool<T> : ArrayPool<T>
            {
                public static new SlabArrayPool<T> Shared => null!;
                public override T[] Rent(int minimumLength) => null!;
                public override void Return(T[] array, bool clearArray = false) { }
            }
            public sealed class SlabMemoryPool : MemoryPool<byte>
            {
                public static new SlabMemoryPool Shared => null!;
                public override int MaxBufferSize => 0;
                public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => null!;
                protected override void Dispose(bool disposing) { }
            }
        }
        """;

    public static AnalyzerTest<SizeAnalyzer> For(string id, params (string Key, string Value)[] options) => new()
    {
        DefaultId = id,
        OnlyIds = [id],
        Sources = [Runtime],
        EditorConfig = options.ToImmutableDictionary(option => option.Key, option => option.Value),
    };

    public static Task<ImmutableArray<Diagnostic>> BodyAsync(string id, string body, params (string Key, string Value)[] options) =>
        For(id, options).VerifyAsync(Wrap(body));

    public static string Wrap(string body) => $$"""
        using System.Buffers;
        using System.Numerics;
        using System.Runtime.InteropServices;
        using System.Text;
        using Slabwise;
        struct Pair { int A; byte B; int C; }
        unsafe class Code
        {
            const int Size = 42_500;
            static readonly int Stated = 4_097;
            static byte[]? s_kept;
            byte[] _field = [];
            void Take(object? value) { }
            void Take(void* pointer) { }
            bool More() => true;
            void Method(int n, int m, bool flag, byte[] given, Stream stream, nuint big)
            {
        {{body}}
            }
        }
        """;
}
