using System.Globalization;
using Slabwise.Shared;

namespace Slabwise.Generators;

/// <summary>Writes the pool of a struct: forwarding members, and the geometry that the runtime starts from.</summary>
internal static class StructEmitter
{
    private const string Inline =
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]";

    private const string RentMany = "global::System.Span{global::Slabwise.Pooled{T}}";
    private const string ReturnMany = "global::System.ReadOnlySpan{global::Slabwise.Pooled{T}}";

    /// <summary>Writes the type's part.</summary>
    public static void Emit(CodeWriter writer, PooledTypeModel model, StructFacts facts)
    {
        string self = model.Name;
        string handle = $"global::Slabwise.Pooled<{self}>";
        SlabGeometry? geometry = facts.ObjectBytes > 0
            ? SlabGeometry.For(facts.ObjectBytes, Math.Max(model.Options.Alignment, 1))
            : null;

        writer.Lines($"/// <remarks>{Describe(model, facts, geometry)}</remarks>");
        writer.Open($"partial {model.Keyword} {self} : global::Slabwise.IPooledStruct<{self}>");

        writer.Member($$"""
            /// <summary>The pool itself: statistics and trimming.</summary>
            public static global::Slabwise.StructPool<{{self}}> Pool => global::Slabwise.StructPool<{{self}}>.Shared;
            """);
        writer.Member($$"""
            /// <inheritdoc cref="global::Slabwise.StructPool{T}.Rent()"/>
            {{Inline}}
            [return: global::Slabwise.ReturnsOwned]
            public static {{handle}} Rent() => Pool.Rent();
            """);
        writer.Member($$"""
            /// <inheritdoc cref="global::Slabwise.StructPool{T}.TryRent"/>
            {{Inline}}
            public static bool TryRent([global::Slabwise.ReturnsOwned] out {{handle}} handle) => Pool.TryRent(out handle);
            """);
        writer.Member($$"""
            /// <inheritdoc cref="global::Slabwise.StructPool{T}.Return(global::Slabwise.Pooled{T})"/>
            {{Inline}}
            public static void Return([global::Slabwise.Owned] {{handle}} handle) => Pool.Return(handle);
            """);
        writer.Member($$"""
            /// <inheritdoc cref="global::Slabwise.StructPool{T}.Rent({{RentMany}})"/>
            public static void Rent(global::System.Span<{{handle}}> destination) => Pool.Rent(destination);
            """);
        writer.Member($$"""
            /// <inheritdoc cref="global::Slabwise.StructPool{T}.Return({{ReturnMany}})"/>
            public static void Return([global::Slabwise.Owned] global::System.ReadOnlySpan<{{handle}}> handles) => Pool.Return(handles);
            """);
        writer.Member($$"""
            /// <inheritdoc cref="global::Slabwise.StructPool{T}.Lease"/>
            {{Inline}}
            [return: global::Slabwise.ReturnsOwned]
            public static global::Slabwise.PooledLease<{{self}}> Lease() => Pool.Lease();
            """);
        writer.Member($$"""
            /// <inheritdoc cref="global::Slabwise.StructPool{T}.Reserve"/>
            public static global::Slabwise.Reservation<{{self}}> Reserve(int count) => Pool.Reserve(count);
            """);
        writer.Member($"static global::Slabwise.SlabPool global::Slabwise.ISizeClassPooled<{self}>.Pool => Pool;");
        writer.Member("readonly global::Slabwise.PoolDeclaration global::Slabwise.IPoolDeclaration.Declaration => new()");
        Declaration.Write(writer, model, facts, geometry);
        writer.Close();
    }

    private static string Describe(PooledTypeModel model, StructFacts facts, SlabGeometry? geometry)
    {
        string name = PooledTypeEmitter.Xml(model.FullName);
        if (geometry is not { } g)
            return $"The pool of {name}. Its slabs are laid out at run time because {PooledTypeEmitter.Xml(facts.UnknownReason ?? "its size is not known")}.";
        string waste = g.TailBytes == 0 ? "none of them wasted" : $"{Number(g.TailBytes)} of them behind the last slot";
        return $"The pool of {name}: {Number(g.Stride)} bytes a slot, {Number(g.SlotsPerSlab)} slots a slab of {Number(g.SlabBytes)} bytes, {waste}.";
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
