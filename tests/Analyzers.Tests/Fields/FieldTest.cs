using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Rules.Fields;
using Slabwise.TestSupport;

namespace Slabwise.Analyzers.Tests.Fields;

/// <summary>Puts members into a class that holds a rental, and compares what is reported with the marks.</summary>
internal static class FieldTest
{
    public static Task<ImmutableArray<Diagnostic>> SourceAsync(string id, string source) =>
        new AnalyzerTest<FieldAnalyzer> { DefaultId = id, Sources = [SlabwiseStub.Source] }.VerifyAsync(Usings + source);

    /// <summary>Members of a sealed disposable class with a nullable <c>_buf</c> and a <c>_count</c>, which returns to <c>Pool</c>.</summary>
    public static Task<ImmutableArray<Diagnostic>> MembersAsync(string id, string members) => SourceAsync(id, Wrap(members));

    public static string Wrap(string members) => $$"""
        unsafe class Code
        {
            static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Shared;
            byte[] _buf = Pool.Rent(256);
            int _count;
            void Touch() => _count = _buf.Length;
        {{members}}
        }
        """;

    private const string Usings = """
        using System.Buffers;
        using System.Runtime.InteropServices;
        using Demo;
        using Slabwise;

        """;
}
