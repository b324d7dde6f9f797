using System.Buffers.Binary;
using Slabwise.Os;

namespace Slabwise.Caches.Rseq;

/// <summary>The restartable sequences, as machine code: take a batch from, and give a batch to, the cache of the CPU that runs them; and the same for one slot.</summary>
/// <remarks>
/// <para>JIT code cannot be such a sequence: it may not be interrupted between reading the CPU's number and the one store that
/// commits, except by starting over, and the kernel finds that stretch by address. So it is written once, to a page of its own
/// that is never unmapped: <c>struct rseq_cs</c> descriptors first, the code behind them.</para>
/// <para>Each sequence is a leaf that touches only this library's memory, so it may be called without a GC transition. Each reads
/// its CPU's entry behind an unsigned bound check, which also catches threads without a registration (-1 and -2).</para>
/// </remarks>
internal static unsafe class RseqCode
{
    public const int PageBytes = 4096;
    public const int PopEntry = 128, PushEntry = 512, TakeEntry = 896, KeepEntry = 1280;
    private const int PopDescriptor = 0, PushDescriptor = 32, TakeDescriptor = 64, KeepDescriptor = 96;

    /// <summary>Writes descriptors and code for a page at <paramref name="page"/>.</summary>
    /// <param name="page">A zeroed, writable page.</param>
    /// <param name="rseqOffset">Where <c>struct rseq</c> lies from the thread pointer.</param>
    /// <param name="aborts">A counter that every restart increments.</param>
    public static void Write(byte* page, int rseqOffset, long* aborts)
    {
        WriteSequence(page, PopDescriptor, PopEntry, rseqOffset, aborts, PopBody);
        WriteSequence(page, PushDescriptor, PushEntry, rseqOffset, aborts, PushBody);
        WriteSequence(page, TakeDescriptor, TakeEntry, rseqOffset, aborts, TakeBody);
        WriteSequence(page, KeepDescriptor, KeepEntry, rseqOffset, aborts, KeepBody);
    }

    // In: rdi = CPU table, rsi = destination, edx = most to take. r8 = the CPU's block. Leaves eax = taken, ecx = new count, r9/r10 for the copy.
    private static ReadOnlySpan<byte> PopBody =>
    [
        0x41, 0xFF, 0x40, 0x08,                         // inc  dword [r8+8]         uses, also of attempts that start over
        0x41, 0x8B, 0x08,                               // mov  ecx, [r8]            count
        0x89, 0xD0,                                     // mov  eax, edx
        0x39, 0xC8,                                     // cmp  eax, ecx
        0x0F, 0x47, 0xC1,                               // cmova eax, ecx            taken = min(asked, count)
        0x29, 0xC1,                                     // sub  ecx, eax             new count
        0x4D, 0x8D, 0x4C, 0x88, 0x10,                   // lea  r9, [r8+rcx*4+16]    first slot taken
        0x45, 0x31, 0xD2,                               // xor  r10d, r10d
        0x41, 0x39, 0xC2,                               // cmp  r10d, eax
        0x73, 0x12,                                     // jae  commit
        0xF3, 0x43, 0x0F, 0x6F, 0x04, 0x91,             // movdqu xmm0, [r9+r10*4]   four slots; both ends have 12 bytes to spare
        0xF3, 0x42, 0x0F, 0x7F, 0x04, 0x96,             // movdqu [rsi+r10*4], xmm0
        0x41, 0x83, 0xC2, 0x04,                         // add  r10d, 4
        0xEB, 0xE9,                                     // jmp  the comparison
        0x41, 0x89, 0x08,                               // mov  [r8], ecx            commit
    ];

    // In: rdi = CPU table, rsi = source, edx = how many. Leaves eax = given.
    private static ReadOnlySpan<byte> PushBody =>
    [
        0x41, 0xFF, 0x40, 0x08,                         // inc  dword [r8+8]         uses, also of attempts that start over
        0x41, 0x8B, 0x08,                               // mov  ecx, [r8]            count
        0x41, 0x8B, 0x40, 0x04,                         // mov  eax, [r8+4]          capacity
        0x29, 0xC8,                                     // sub  eax, ecx             room
        0x39, 0xD0,                                     // cmp  eax, edx
        0x0F, 0x47, 0xC2,                               // cmova eax, edx            given = min(room, offered)
        0x4D, 0x8D, 0x4C, 0x88, 0x10,                   // lea  r9, [r8+rcx*4+16]    first free place
        0x01, 0xC1,                                     // add  ecx, eax             new count
        0x45, 0x31, 0xD2,                               // xor  r10d, r10d
        0x41, 0x39, 0xC2,                               // cmp  r10d, eax
        0x73, 0x12,                                     // jae  commit
        0xF3, 0x42, 0x0F, 0x6F, 0x04, 0x96,             // movdqu xmm0, [rsi+r10*4]
        0xF3, 0x43, 0x0F, 0x7F, 0x04, 0x91,             // movdqu [r9+r10*4], xmm0
        0x41, 0x83, 0xC2, 0x04,                         // add  r10d, 4
        0xEB, 0xE9,                                     // jmp  the comparison
        0x41, 0x89, 0x08,                               // mov  [r8], ecx            commit
    ];

    // One slot at a time, without a copy through memory. In: rdi = CPU table. Leaves eax = the slot, 0 where there is none.
    private static ReadOnlySpan<byte> TakeBody =>
    [
        0x41, 0xFF, 0x40, 0x08,                         // inc  dword [r8+8]         uses
        0x41, 0x8B, 0x08,                               // mov  ecx, [r8]            count
        0x85, 0xC9,                                     // test ecx, ecx
        0x74, 0x0B,                                     // jz   none
        0xFF, 0xC9,                                     // dec  ecx
        0x41, 0x8B, 0x44, 0x88, 0x10,                   // mov  eax, [r8+rcx*4+16]
        0x41, 0x89, 0x08,                               // mov  [r8], ecx            commit
    ];

    // In: rdi = CPU table, esi = the slot. Leaves eax = 1 where it was given, else 0.
    private static ReadOnlySpan<byte> KeepBody =>
    [
        0x41, 0xFF, 0x40, 0x08,                         // inc  dword [r8+8]         uses
        0x41, 0x8B, 0x08,                               // mov  ecx, [r8]            count
        0x41, 0x3B, 0x48, 0x04,                         // cmp  ecx, [r8+4]          capacity
        0x73, 0x10,                                     // jae  none
        0x41, 0x89, 0x74, 0x88, 0x10,                   // mov  [r8+rcx*4+16], esi
        0xFF, 0xC1,                                     // inc  ecx
        0xB8, 0x01, 0x00, 0x00, 0x00,                   // mov  eax, 1
        0x41, 0x89, 0x08,                               // mov  [r8], ecx            commit
    ];

    private static void WriteSequence(byte* page, int descriptor, int entry, int rseqOffset, long* aborts, ReadOnlySpan<byte> body)
    {
        var code = new CodeBuffer(page + entry);
        byte* restart = code.Here;
        code.Bytes(0x4C, 0x8D, 0x05);                   // lea  r8, [rip -> descriptor]
        code.Relative(page + descriptor);
        code.Bytes(0x64, 0x4C, 0x89, 0x04, 0x25);       // mov  fs:[rseq_cs], r8
        code.Int32(rseqOffset + RseqAbi.CriticalSectionOffset);
        byte* start = code.Here;
        code.Bytes(0x64, 0x8B, 0x04, 0x25);             // mov  eax, fs:[cpu_id]
        code.Int32(rseqOffset + RseqAbi.CpuIdOffset);
        code.Bytes(0x3B, 0x07);                         // cmp  eax, [rdi]           bound
        code.Bytes(0x73, (byte)(5 + body.Length + 1));  // jae  none
        code.Bytes(0x4C, 0x8B, 0x44, 0xC7, 0x08);       // mov  r8, [rdi+rax*8+8]    this CPU's block
        code.Bytes(body);
        byte* committed = code.Here;
        code.Bytes(0xC3);                               // ret
        code.Bytes(0x31, 0xC0, 0xC3);                   // none: xor eax, eax; ret
        code.Bytes(0x0F, 0xB9, 0x3D);                   // ud1 edi, [rip + signature]: never run
        code.Int32(unchecked((int)RseqAbi.Signature));
        byte* abort = code.Here;
        code.Bytes(0x49, 0xB8);                         // mov  r8, aborts
        code.Int64((long)aborts);
        code.Bytes(0xF0, 0x49, 0xFF, 0x00);             // lock inc qword [r8]
        code.Bytes(0xE9);                               // jmp  restart
        code.Relative(restart);

        var fields = new Span<byte>(page + descriptor, 32);
        BinaryPrimitives.WriteInt64LittleEndian(fields[8..], (long)start);
        BinaryPrimitives.WriteInt64LittleEndian(fields[16..], committed - start);
        BinaryPrimitives.WriteInt64LittleEndian(fields[24..], (long)abort);
    }

    private ref struct CodeBuffer(byte* at)
    {
        public byte* Here { get; private set; } = at;

        public void Bytes(params ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(new Span<byte>(Here, bytes.Length));
            Here += bytes.Length;
        }

        public void Int32(int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>(Here, 4), value);
            Here += 4;
        }

        public void Int64(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(new Span<byte>(Here, 8), value);
            Here += 8;
        }

        public void Relative(byte* target) => Int32((int)(target - (Here + 4)));
    }
}
