using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.CodeFixes;
using Slabwise.Analyzers.Rules.Fields;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Fixes;

public sealed class FieldReturnFixTests
{
    [Theory]
    [InlineData(
        "byte[]? _buf = Pool.Rent(9);",
        "public void Dispose()\n    {\n        [|Pool.Return(_buf!)|];\n    }",
        "byte[]? _buf = Pool.Rent(9);",
        "public void Dispose()\n    {\n        if (Interlocked.Exchange(ref _buf, null) is { } buf)\n        {\n            Pool.Return(buf);\n        }\n    }")]
    [InlineData(
        "readonly byte[] _buf = Pool.Rent(9);",
        "public void Dispose() => [|Pool.Return(_buf, true)|];",
        "byte[] _buf = Pool.Rent(9);",
        "public void Dispose()\n    {\n        if (Interlocked.Exchange(ref _buf, null!) is { } buf)\n        {\n            Pool.Return(buf, true);\n        }\n    }")]
    [InlineData(
        "private readonly byte[] _buf = Pool.Rent(9);",
        "public void Dispose()\n    {\n        if (_buf != null)\n        {\n            [|Pool.Return(_buf)|];\n        }\n    }",
        "private byte[] _buf = Pool.Rent(9);",
        "public void Dispose()\n    {\n        if (Interlocked.Exchange(ref _buf, null!) is { } buf)\n        {\n            Pool.Return(buf);\n        }\n    }")]
    [InlineData(
        "nint _p = Marshal.AllocHGlobal(9);",
        "public void Dispose() => [|Marshal.FreeHGlobal(_p)|];",
        "nint _p = Marshal.AllocHGlobal(9);",
        "public void Dispose()\n    {\n        Marshal.FreeHGlobal(Interlocked.Exchange(ref _p, default));\n    }")]
    [InlineData(
        "void* _p = NativeMemory.Alloc(9);",
        "public void Dispose()\n    {\n        [|NativeMemory.Free(_p)|];\n    }",
        "void* _p = NativeMemory.Alloc(9);",
        "public void Dispose()\n    {\n        NativeMemory.Free(_p);\n        _p = null;\n    }")]
    public async Task A_second_disposal_finds_nothing(string field, string dispose, string newField, string newDispose)
    {
        await Fix("SLAB115").VerifyAsync(Type(field, dispose), Type(newField, newDispose));
        await Silent("SLAB115", Type(newField, newDispose));
    }

    [Fact]
    public async Task A_field_is_cleared_where_others_would_go_on_using_it()
    {
        const string Rest = "\n    bool _open; public byte Read() => _buf[0]; public void Dispose() { if (_open) Pool.Return(_buf); _open = false; }";
        const string Mended = "public void Reset()\n    {\n        if (Interlocked.Exchange(ref _buf, null!) is { } buf)\n        {\n            Pool.Return(buf);\n        }\n        _open = false;\n    }";
        await Fix("SLAB116").VerifyAsync(
            Type("byte[] _buf = Pool.Rent(9);", "public void Reset()\n    {\n        [|Pool.Return(_buf)|];\n        _open = false;\n    }", Rest),
            Type("byte[] _buf = Pool.Rent(9);", Mended, Rest));
        await Silent("SLAB116", Type("byte[] _buf = Pool.Rent(9);", Mended, Rest));
    }

    [Theory]
    [InlineData("byte[] _buf = Pool.Rent(9);", "public void Dispose() { _buf[0] = 0; [|Pool.Return(_buf)|]; }")]
    [InlineData("byte[] _buf = Pool.Rent(9);", "public void Dispose() { if (_buf is { } b) { b.AsSpan().Clear(); [|Pool.Return(b)|]; } }")]
    public Task A_disposal_that_would_read_null_is_left_alone(string field, string dispose) => Fix("SLAB115").VerifyNoFixAsync(Type(field, dispose));

    [Fact]
    public Task All_fields_of_a_type_are_cleared_together() => Fix("SLAB115").VerifyFixAllAsync(
        Type("byte[]? _a = Pool.Rent(9), _b = Pool.Rent(9);", "public void Dispose()\n    {\n        [|Pool.Return(_a!)|];\n        [|Pool.Return(_b!)|];\n    }"),
        Type("byte[]? _a = Pool.Rent(9), _b = Pool.Rent(9);", "public void Dispose()\n    {\n        if (Interlocked.Exchange(ref _a, null) is { } a)\n        {\n            Pool.Return(a);\n        }\n        if (Interlocked.Exchange(ref _b, null) is { } b)\n        {\n            Pool.Return(b);\n        }\n    }"));

    private static CodeFixTest<FieldAnalyzer, FieldReturnFix> Fix(string id) => new() { Analyzer = Analyzer(id) };

    private static Task Silent(string id, string source) => Analyzer(id).VerifyAsync(source);

    private static AnalyzerTest<FieldAnalyzer> Analyzer(string id) => new() { DefaultId = id, Sources = [SlabwiseStub.Source] };

    private static string Type(string field, string dispose, string rest = "") => $$"""
        using System;
        using System.Buffers;
        using System.Runtime.InteropServices;
        using System.Threading;

        public sealed unsafe class Code : IDisposable
        {
            static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Shared;
            {{field}}
            {{dispose}}{{rest}}
        }
        """;
}
