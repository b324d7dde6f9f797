using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Rules.Ownership;
using Slabwise.TestSupport;

namespace Slabwise.Analyzers.Tests.Ownership;

/// <summary>Puts a member's body, or whole members, into a class and compares what is reported with the marks.</summary>
internal static class OwnershipTest
{
    public static AnalyzerTest<OwnershipAnalyzer> For(string id, string? onlyId = null) =>
        new() { DefaultId = id, Sources = [SlabwiseStub.Source], OnlyIds = onlyId is null ? [] : [onlyId] };

    public static Task<ImmutableArray<Diagnostic>> BodyAsync(string id, string body, string? onlyId = null) => MembersAsync(id, $$"""
        void Method(int n, bool flag, bool other, byte[] given, Stream stream)
        {
        {{body}}
        }
        """, onlyId);

    public static Task<ImmutableArray<Diagnostic>> MembersAsync(string id, string members, string? onlyId = null) =>
        For(id, onlyId).VerifyAsync(Wrap(members));

    public static string Wrap(string members) => $$"""
        using System.Buffers;
        using Demo;
        using Slabwise;

        unsafe class Code
        {
            static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Shared;
            byte[]? _field;
            bool _pooled;
            readonly List<byte[]> _list = [];
            public virtual void Unknown(byte[] array) { }
            public virtual void UnknownSpan(Span<byte> span) { }
            bool Check(int value) => value > 3;
        {{members}}
        }
        """;
}
