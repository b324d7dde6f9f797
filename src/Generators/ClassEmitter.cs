using Slabwise.Shared;

namespace Slabwise.Generators;

/// <summary>Writes the pool of a class: the slot field, the inlined paths of rent and return, and the hooks.</summary>
internal static class ClassEmitter
{
    private const string State = PoolMembers.StateClass;
    private const string Slot = PoolMembers.SlotField;
    private const string Hand = "global::Slabwise.Caches.SlotHand";
    private const string Inline =
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]";

    /// <summary>Writes the type's part.</summary>
    public static void Emit(CodeWriter writer, PooledTypeModel model, ClassFacts facts)
    {
        string self = model.Name;
        writer.Lines($"/// <remarks>The pool of {PooledTypeEmitter.Xml(model.FullName)}: objects wait in a table of its own, and each knows its slot there.</remarks>");
        writer.Open($"partial class {self} : global::Slabwise.IPooledObject<{self}>");
        writer.Member($$"""
            [global::System.NonSerialized]
            [global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]
            [global::System.Diagnostics.DebuggerBrowsable(global::System.Diagnostics.DebuggerBrowsableState.Never)]
            private uint {{Slot}};
            """);
        writer.Member($$"""
            /// <summary>The pool itself: statistics and trimming.</summary>
            public static {{PooledTypeEmitter.New(model, "Pool")}}global::Slabwise.ClassPool<{{self}}> Pool => {{State}}.Instance;
            """);
        EmitRent(writer, model, facts);
        EmitReturn(writer, model);
        writer.Member($$"""
            /// <inheritdoc cref="global::Slabwise.ClassPool{T}.Lease"/>
            [return: global::Slabwise.ReturnsOwned]
            public static {{PooledTypeEmitter.New(model, "Lease")}}global::Slabwise.ObjectLease<{{self}}> Lease() => new();
            """);
        EmitInterface(writer, self, facts);
        EmitHooks(writer, self, facts);
        EmitState(writer, model);
        writer.Close();
    }

    private static void EmitRent(CodeWriter writer, PooledTypeModel model, ClassFacts facts)
    {
        string self = model.Name;
        string runHook = facts.OnRent.Runs ? $"{PoolMembers.RunHook}(item)" : "item.OnRent()";
        writer.Member($$"""
            /// <inheritdoc cref="global::Slabwise.ClassPool{T}.Rent"/>
            {{Inline}}
            [return: global::Slabwise.ReturnsOwned]
            public static {{PooledTypeEmitter.New(model, "Rent")}}{{self}} Rent()
            {
                uint slot = {{Hand}}.Pop({{State}}.Hand);
                {{self}}? item = {{State}}.Instance.ObjectAt(slot);

                // No object: the hand was empty, or the slot is new. A live one: it was returned twice in a race.
                if (item is null || (item.{{Slot}} & {{Hand}}.Live) != 0)
                    item = {{State}}.Instance.RefillAndRent(slot);
                else
                    item.{{Slot}} = slot | {{Hand}}.Live;
                {{runHook}};
                return item;
            }
            """);
    }

    private static void EmitReturn(CodeWriter writer, PooledTypeModel model)
    {
        string self = model.Name;
        writer.Member($$"""
            /// <inheritdoc cref="global::Slabwise.ClassPool{T}.Return"/>
            {{Inline}}
            public static {{PooledTypeEmitter.New(model, "Return")}}void Return([global::Slabwise.Owned] {{self}} item)
            {
                nint hands = {{Hand}}.Block;
                if (item is null || !{{State}}.Instance.IsOut(item, item.{{Slot}}))
                {
                    {{State}}.Instance.RefuseOrLetGo(item);
                    return;
                }

                item.OnReturn();
                uint slot = item.{{Slot}} & ~{{Hand}}.Live;
                item.{{Slot}} = slot;
                if (!{{Hand}}.TryPush(hands, {{State}}.Hand, slot))
                    {{State}}.Instance.SpillAndReturn(slot);
            }
            """);
    }

    private static void EmitInterface(CodeWriter writer, string self, ClassFacts facts)
    {
        string create = facts.HasCreate ? "Create()" : "new()";
        writer.Member($"static global::Slabwise.SlabPool global::Slabwise.ISizeClassPooled<{self}>.Pool => Pool;");
        writer.Member($"static {self} global::Slabwise.IPooledObject<{self}>.CreateForPool() => {create};");
        writer.Member($"ref uint global::Slabwise.IPooledObject<{self}>.PoolSlot => ref {Slot};");
        writer.Member($"void global::Slabwise.IPooledObject<{self}>.BeforeReturn() => OnReturn();");
    }

    private static void EmitHooks(CodeWriter writer, string self, ClassFacts facts)
    {
        if (!facts.OnRent.IsDeclared)
        {
            writer.Member($$"""
                /// <summary>Runs after each rent, before the caller gets the object.</summary>
                {{facts.OnRent.Modifiers}}partial void OnRent();
                """);
        }

        if (!facts.OnReturn.IsDeclared)
        {
            writer.Member($$"""
                /// <summary>Runs before each return. If it throws, the object stays rented.</summary>
                {{facts.OnReturn.Modifiers}}partial void OnReturn();
                """);
        }

        if (!facts.OnRent.Runs) return;
        writer.Member($$"""
            // Apart from Rent, so that Rent has no exception region and stays small enough to inline.
            [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
            private static void {{PoolMembers.RunHook}}({{self}} item)
            {
                try
                {
                    item.OnRent();
                }
                catch
                {
                    {{State}}.Instance.Discard(item);
                    throw;
                }
            }
            """);
    }

    private static void EmitState(CodeWriter writer, PooledTypeModel model)
    {
        string self = model.Name;
        writer.Member("// Apart from the type, so that neither its static initializers nor their order matter to the pool.");
        writer.Open($"private static class {State}");
        writer.Lines($"internal static readonly global::Slabwise.ClassPool<{self}> Instance = global::Slabwise.ClassPool<{self}>.Create(new()");
        Declaration.Write(writer, model, end: ");");
        writer.Member("internal static readonly int Hand = Instance.HandPlace;");
        writer.Close();
    }
}
