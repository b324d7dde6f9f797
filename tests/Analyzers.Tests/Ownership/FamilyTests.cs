using Xunit;

namespace Slabwise.Analyzers.Tests.Ownership;

/// <summary>Every family of pools is followed by the same engine.</summary>
public sealed class FamilyTests
{
    private const string ObjectPool = """
        namespace Microsoft.Extensions.ObjectPool
        {
            public abstract class ObjectPool<T> where T : class { public abstract T Get(); public abstract void Return(T item); }
        }
        """;

    private const string NativeHeap = """
        namespace Slabwise
        {
            public static unsafe class NativeHeap
            {
                public static void* Alloc(nuint byteCount) => null;
                public static void* AlignedAlloc(nuint byteCount, nuint alignment) => null;
                public static void* Realloc(void* ptr, nuint byteCount) => null;
                public static void Free(void* ptr) { }
                public static void AlignedFree(void* ptr) { }
            }
        }
        """;

    [Theory]
    [InlineData("SLAB101", "void* p = [|NativeMemory.Alloc(8)|]; *(int*)p = 1;")]
    [InlineData("SLAB101", "byte* p = (byte*)[|NativeMemory.AllocZeroed(8)|]; if (flag) return; NativeMemory.Free(p);")]
    [InlineData("SLAB101", "IntPtr p = [|Marshal.AllocHGlobal(8)|]; Marshal.WriteInt32(p, 3); if (flag) return; Marshal.FreeHGlobal(p);")]
    [InlineData("SLAB101", "nint p = [|Marshal.StringToHGlobalUni(\"a\")|]; if (n > 3) { Marshal.FreeHGlobal(p); }")]
    [InlineData("SLAB101", "void* p = NativeMemory.Alloc(8); p = [|NativeMemory.Realloc(p, 16)|]; *(int*)p = 1;")]
    [InlineData("SLAB101", "IMemoryOwner<byte> o = [|MemoryPool<byte>.Shared.Rent(n)|]; o.Memory.Span[0] = 1;")]
    [InlineData("SLAB101", "var o = [|MemoryPool<byte>.Shared.Rent(n)|]; if (flag) return; o.Dispose();")]
    [InlineData("SLAB101", "var o = [|Objects.Get()|]; o.Append('a'); if (flag) return; Objects.Return(o);")]
    [InlineData("SLAB101", "int* p = (int*)[|NativeHeap.Alloc(8)|]; p[0] = 1;")]
    [InlineData("SLAB102", "void* p = NativeMemory.Alloc(8); NativeMemory.Free(p); [|NativeMemory.Free(p)|];")]
    [InlineData("SLAB102", "int* p = (int*)NativeMemory.Alloc(8); p[0] = 1; NativeMemory.Free(p); [|NativeMemory.Free((void*)p)|];")]
    [InlineData("SLAB102", "void* p = NativeMemory.Alloc(8); void* q = NativeMemory.Realloc(p, 16); [|NativeMemory.Free(p)|]; NativeMemory.Free(q);")]
    [InlineData("SLAB102", "IntPtr p = Marshal.AllocHGlobal(8); try { Marshal.FreeHGlobal(p); } finally { [|Marshal.FreeHGlobal(p)|]; }")]
    [InlineData("SLAB102", "nint p = Marshal.AllocCoTaskMem(8); byte* q = (byte*)p; Marshal.FreeCoTaskMem((IntPtr)q); [|Marshal.FreeCoTaskMem(p)|];")]
    [InlineData("SLAB102", "var o = Objects.Get(); Objects.Return(o); [|Objects.Return(o)|];")]
    [InlineData("SLAB103", "int* p = (int*)NativeMemory.Alloc(8); NativeMemory.Free(p); [|p[1]|] = 1;")]
    [InlineData("SLAB103", "int* p = (int*)NativeMemory.Alloc(8); NativeMemory.Free(p); [|*p|] = 1;")]
    [InlineData("SLAB103", "int* p = (int*)NativeMemory.Alloc(8); ref int first = ref *p; NativeMemory.Free(p); [|first|] = 1;")]
    [InlineData("SLAB103", "byte* p = (byte*)NativeMemory.Alloc(8); byte* end = p + 8; NativeMemory.Free(p); [|end[-1]|] = 1;")]
    [InlineData("SLAB103", "void* p = NativeMemory.Alloc(8); var s = new Span<byte>(p, 8); NativeMemory.Free(p); [|s[0]|] = 1;")]
    [InlineData("SLAB103", "IntPtr p = Marshal.AllocHGlobal(8); Marshal.FreeHGlobal(p); Marshal.WriteByte([|p|], 3);")]
    [InlineData("SLAB103", "var o = MemoryPool<byte>.Shared.Rent(n); var m = o.Memory; o.Dispose(); [|m.Span|][0] = 1;")]
    [InlineData("SLAB103", "var o = MemoryPool<byte>.Shared.Rent(n); var m = o.Memory.Slice(1); using (o) { m.Span[0] = 1; } stream.Write([|m.Span|]);")]
    [InlineData("SLAB103", "var o = Objects.Get(); Objects.Return(o); [|o.Append('a')|];")]
    [InlineData("SLAB103", "var o = Objects.Get(); Objects.Return(o); string s = [|o.ToString()|];")]
    public Task A_defect_is_reported_once(string id, string body) => BodyAsync(id, body);

    [Theory]
    [InlineData("void* p = NativeMemory.Alloc(8); try { *(int*)p = 1; } finally { NativeMemory.Free(p); }")]
    [InlineData("byte* p = null; if (flag) p = (byte*)NativeMemory.Alloc(8); if (p != null) NativeMemory.Free(p);")]
    [InlineData("IntPtr p = IntPtr.Zero; try { p = Marshal.AllocHGlobal(8); Marshal.WriteByte(p, 3); } finally { if (p != IntPtr.Zero) Marshal.FreeHGlobal(p); }")]
    [InlineData("IntPtr p = IntPtr.Zero; try { p = Marshal.AllocHGlobal(8); Marshal.WriteByte(p, 3); } finally { Marshal.FreeHGlobal(p); }")]
    [InlineData("nint p = 0; if (flag) p = Marshal.AllocHGlobal(8); if (p != 0) Marshal.FreeHGlobal(p);")]
    [InlineData("nint p = Marshal.AllocHGlobal(8); Marshal.FreeHGlobal(p); p = 0; if (p != 0) Marshal.FreeHGlobal(p);")]
    [InlineData("void* p = NativeMemory.Alloc(8); p = NativeMemory.Realloc(p, 16); NativeMemory.Free(p);")]
    [InlineData("void* p = null; for (int i = 0; i < n; i++) p = NativeMemory.Realloc(p, (nuint)i); NativeMemory.Free(p);")]
    [InlineData("byte* p = (byte*)NativeMemory.Alloc(8); byte* q = p; for (int i = 0; i < 8; i++) *q++ = 1; NativeMemory.Free(p);")]
    [InlineData("byte* p = (byte*)NativeMemory.Alloc(8); p += 4; *p = 1; NativeMemory.Free(p - 4);")]
    [InlineData("void** p = (void**)NativeMemory.Alloc(8); p[0] = NativeMemory.Alloc(8); NativeMemory.Free(p[0]); NativeMemory.Free(p);")]
    [InlineData("int** p = (int**)NativeMemory.Alloc(8); int* q = p[0]; NativeMemory.Free(p); *q = 1;")]
    [InlineData("int* p = (int*)NativeMemory.Alloc(8); int first = *p; NativeMemory.Free(p); n += first;")]
    [InlineData("Give(); ref byte Give() { void* p = NativeMemory.Alloc(8); return ref *(byte*)p; }")]
    [InlineData("Give(); ref byte Give() { void* p = NativeMemory.Alloc(8); return ref System.Runtime.CompilerServices.Unsafe.AsRef<byte>(p); }")]
    [InlineData("using var o = MemoryPool<byte>.Shared.Rent(n); o.Memory.Span[0] = 1; if (flag) return;")]
    [InlineData("IMemoryOwner<byte>? o = null; try { o = MemoryPool<byte>.Shared.Rent(n); } finally { o?.Dispose(); }")]
    [InlineData("IDisposable o = MemoryPool<byte>.Shared.Rent(n); o.Dispose();")]
    [InlineData("var o = Objects.Get(); try { o.Append('a'); } finally { Objects.Return(o); }")]
    [InlineData("int* p = (int*)NativeHeap.AlignedAlloc(8, 64); p[0] = 1; NativeHeap.Free(p);")]
    public Task Sound_use_is_silent(string body) => BodyAsync("SLAB101", body);

    internal static Task BodyAsync(string id, string body, string fields = "", string? only = null, (string Key, string Value)? option = null)
    {
        string members = $$"""
            {{fields}}
            Microsoft.Extensions.ObjectPool.ObjectPool<System.Text.StringBuilder> Objects = null!;
            void Method(int n, bool flag, bool other, byte[] given, Stream stream)
            {
            {{body}}
            }
            """;
        return new TestSupport.AnalyzerTest<Rules.Ownership.OwnershipAnalyzer> { DefaultId = id, OnlyIds = only is null ? [] : [only], EditorConfig = option is { } set ? System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add(set.Key, set.Value) : System.Collections.Immutable.ImmutableDictionary<string, string>.Empty, Sources = [SlabwiseStub.Source, ObjectPool, NativeHeap] }
            .VerifyAsync("using System.Runtime.InteropServices;\n" + OwnershipTest.Wrap(members));
    }
}
