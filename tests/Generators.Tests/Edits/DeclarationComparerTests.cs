using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Generators.Tests.Edits;

/// <summary>What makes a file's declarations others, beyond what an edit of the whole project shows.</summary>
public class DeclarationComparerTests
{
    public static TheoryData<string, string> Others => new()
    {
        { "#nullable enable\nclass A { }", "#nullable disable\nclass A { }" },
        { "#nullable enable\nclass A { }", "class A { }" },
        { "class A { void M() {\n#nullable disable\n} string B; }", "class A { void M() {\n#nullable enable\n} string B; }" },
        { "class A { void M() { } string B; }", "class A { void M() {\n#nullable enable\n} string B; }" },
        { "class A { const int B = 1; }", "class A { const int B = 2; }" },
        { "class A { int B = 1; }", "class A { const int B = 1; }" },
        { "class A { const string B = @\"a\"; }", "class A { const string B = \"a\"; }" },
        { "struct A { void M() { } }", "struct A { void M() { M(); } }" },
        { "class A { struct B { int C => 1; } }", "class A { struct B { int C => 2; } }" },
        { "record struct A { int B => 1; }", "record struct A { int B => 2; }" },
        { "class A { void M() { } }", "class A { void M() => M(); }" },
        { "class A { partial void M(); }", "class A { partial void M() { } }" },
        { "class A { int B { get; } }", "class A { int B { get { return 1; } } }" },
        { "class A { void M(int x = 1) { } }", "class A { void M(int x = 2) { } }" },
        { "class A { [B(1)] void M() { } }", "class A { [B(2)] void M() { } }" },
        { "enum A { B = 1 }", "enum A { B = 2 }" },
        { "[assembly: A(1)]", "[assembly: A(2)]" },
        { "using A = B;", "using A = C;" },
        { "extern alias A;", "extern alias B;" },
        { "int x = 1;", "int x = 2;" },
        { "class A { }", "class A { } class B { }" },
        { "class A { int B; int C; }", "class A { int C; int B; }" },
        { "class A { unsafe void M() { } }", "class A { void M() { } }" },
        { "class A", "class A { }" },
    };

    public static TheoryData<string, string> Same => new()
    {
        { "class A { void M() { } }", "class A { void M() { M(); } }" },
        { "class A { int B = 1, C; }", "class A { int B = 2, C; }" },
        { "record A { int B => 1; }", "record A { int B => 2; }" },
        { "struct A { class B { void M() { } } }", "struct A { class B { void M() { M(); } } }" },
        { "interface A { void M() { } }", "interface A { void M() { M(); } }" },
        { "#region A\nclass A { }\n#endregion", "#region B\nclass A { }\n#endregion" },
        { "class A { void M() {\n#pragma warning disable\n} }", "class A { void M() { } }" },
        { "struct A { int B; }", "/* more */ struct A\n{\n    int B;\n}" },
    };

    public static TheoryData<string, string> OtherMethods => new()
    {
        { "class A { }", "class A { void M() { } }" },
        { "class A { void M() { } void N() { } int B; }", "class A { int M(int x) => x; int B; }" },
        { "interface A { void M(); }", "interface A { [B] int M<T>(); }" },
        { "record A { }", "record A { static void M() { } }" },
        { "class Pooled { class A { } }", "class Pooled { class A { void M() { } } }" },
    };

    public static TheoryData<string, string> MethodsThatCount => new()
    {
        { "class Pooled { }", "class Pooled { void M() { } }" },
        { "class A { class Pooled { } }", "class A { class Pooled { void M() { } } }" },
        { "struct A(int b) { }", "struct A(int b) { int M() => b; }" },
        { "record struct A(int B) { }", "record struct A(int B) { int M() => B; }" },
        { "class A { int B; string C; }", "class A { int B;\n#nullable disable\nvoid M() { }\nstring C; }" },
        { "class A { }", "class A { A() { } }" },
        { "class A { }", "class A { void M() { } int B; }" },
        { "class A { }", "class A { public static int operator +(A a, A b) => 1; }" },
    };

    [Theory]
    [MemberData(nameof(OtherMethods))]
    public void MethodsOfOtherClassesArePassedOver(string before, string after)
    {
        Assert.True(AreSame(before, after, "Pooled"));
        Assert.True(AreSame(after, before, "Pooled"));
        Assert.False(AreSame(before, after));
    }

    [Theory]
    [MemberData(nameof(MethodsThatCount))]
    public void MethodsOfRelatedTypesAndOfStructsCount(string before, string after)
    {
        Assert.False(AreSame(before, after, "Pooled"));
        Assert.False(AreSame(after, before, "Pooled"));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void AChangedDeclarationIsSeen(string before, string after)
    {
        Assert.False(AreSame(before, after));
        Assert.False(AreSame(after, before));
    }

    [Theory]
    [MemberData(nameof(Same))]
    public void WhatDeclaresNothingIsPassedOver(string before, string after)
    {
        Assert.True(AreSame(before, after));
        Assert.True(AreSame(after, before));
    }

    [Fact]
    public void AFilesPathAndOptionsCount()
    {
        SyntaxTree tree = Parse("class A { }");
        Assert.False(DeclarationComparer.AreSame(tree, tree.WithFilePath("Other.cs"), null));
        Assert.False(DeclarationComparer.AreSame(tree, CSharpSyntaxTree.ParseText("class A { }", TestCompilation.ParseOptions.WithLanguageVersion(LanguageVersion.CSharp9)), null));
    }

    // Once as an editor parses it, with parts shared, and once anew.
    private static bool AreSame(string before, string after, params string[]? related)
    {
        SyntaxTree tree = Parse(before);
        if (related is []) related = null;
        bool shared = DeclarationComparer.AreSame(tree, Edition.Change(tree, after), related);
        Assert.Equal(shared, DeclarationComparer.AreSame(tree, Parse(after), related));
        return shared;
    }

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, TestCompilation.ParseOptions);
}
