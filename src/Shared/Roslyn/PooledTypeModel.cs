namespace Slabwise.Shared;

/// <summary>Everything that the emitted code depends on, and nothing else: equal models give equal files.</summary>
/// <param name="Namespace">The namespace, with keywords escaped; empty for the global one.</param>
/// <param name="Containers">The types around this one from the outside in, each as keyword and name:
/// <c>class Outer&lt;T&gt;</c>.</param>
/// <param name="Keyword"><c>struct</c>, <c>record struct</c> or <c>class</c>.</param>
/// <param name="Name">The name with type parameters, keywords escaped: <c>Pair&lt;T&gt;</c>.</param>
/// <param name="FullName">The name that reports show, with namespace and containers: <c>Demo.Outer.Quote</c>.</param>
/// <param name="TypeParameters">The type parameters of the type and of those around it.</param>
/// <param name="Options">What the annotation asks for.</param>
/// <param name="Hiding">Names of generated members that hide inherited ones, and have to say so.</param>
/// <param name="Struct">What only structs have.</param>
/// <param name="Class">What only classes have.</param>
internal sealed record PooledTypeModel(
    string Namespace,
    EquatableArray<string> Containers,
    string Keyword,
    string Name,
    string FullName,
    EquatableArray<string> TypeParameters,
    PoolOptions Options,
    EquatableArray<string> Hiding,
    StructFacts? Struct,
    ClassFacts? Class);

/// <summary>The layout of a struct.</summary>
/// <param name="ObjectBytes">Its size; 0 when only the running machine knows it.</param>
/// <param name="UnknownReason">Why the size is unknown.</param>
internal sealed record StructFacts(int ObjectBytes, string? UnknownReason);

/// <summary>How the objects of a class are made and told of their coming and going.</summary>
/// <param name="IsSealed">Whether no class can derive from it.</param>
/// <param name="HasCreate">Whether <c>Create()</c> replaces <c>new()</c>.</param>
/// <param name="OnRent">The hook after a rent.</param>
/// <param name="OnReturn">The hook before a return.</param>
internal sealed record ClassFacts(bool IsSealed, bool HasCreate, PoolHook OnRent, PoolHook OnReturn);
