using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Slabwise.Os;

/// <summary>A text that is written when memory is touched that must not be.</summary>
internal unsafe struct SignalText
{
    public byte* Text;
    public nint Length;
}

/// <summary>Says what a touch of closed pages means before the runtime ends the process for it.</summary>
/// <remarks>In front of the runtime's handler of SIGSEGV, to which it always goes on: for another address than ours at once, so that a null reference stays an exception.
/// Machine code, because neither managed code nor the C library may run in a signal; it makes one system call.</remarks>
internal static unsafe partial class FaultHandler
{
    private const int SegmentationFault = 11, ActionBytes = 152;

    /// <summary>Sets the handler, for the rest of the process; false where that is not possible.</summary>
    /// <param name="start">The first address that is ours.</param>
    /// <param name="bytes">How many are.</param>
    /// <param name="shift">The texts' distance, as a power of two.</param>
    /// <param name="texts">The texts.</param>
    public static bool TrySet(byte* start, nint bytes, int shift, SignalText* texts)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64) return false;
        nint* action = stackalloc nint[ActionBytes / sizeof(nint)];
        if (sigaction(SegmentationFault, null, action) != 0 || action[0] is 0 or 1) return false;
        nint next = action[0];
        nint code = OsMemory.Current.MapCode(4096, page => Write(page, start, bytes, shift, texts, next), out _);
        if (code == 0) return false;

        // The flags and the mask stay the runtime's: its handler wants the stack for signals and the details.
        action[0] = code;
        return sigaction(SegmentationFault, action, null) == 0;
    }

    private static void Write(byte* page, byte* start, nint bytes, int shift, SignalText* texts, nint next)
    {
        int at = 0;
        Emit(0x48, 0x8B, 0x46, 0x10);               // mov  rax, [rsi+16]    the address
        Load(0xB9, (nint)start);                    // mov  rcx, start
        Emit(0x48, 0x29, 0xC8);                     // sub  rax, rcx
        Load(0xB9, bytes);                          // mov  rcx, bytes
        Emit(0x48, 0x39, 0xC8);                     // cmp  rax, rcx
        Emit(0x73, 0x2E);                           // jae  next
        Emit(0x48, 0xC1, 0xE8, (byte)shift);        // shr  rax, shift
        Emit(0x48, 0xC1, 0xE0, 0x04);               // shl  rax, 4           sizeof(SignalText)
        Load(0xB9, (nint)texts);                    // mov  rcx, texts
        Emit(0x48, 0x01, 0xC1);                     // add  rcx, rax
        Emit(0x57, 0x56, 0x52);                     // push rdi, rsi, rdx
        Emit(0x48, 0x8B, 0x51, 0x08);               // mov  rdx, [rcx+8]
        Emit(0x48, 0x8B, 0x31);                     // mov  rsi, [rcx]
        Emit(0xBF, 0x02, 0x00, 0x00, 0x00);         // mov  edi, 2           standard error
        Emit(0xB8, 0x01, 0x00, 0x00, 0x00);         // mov  eax, 1           write
        Emit(0x0F, 0x05);                           // syscall
        Emit(0x5A, 0x5E, 0x5F);                     // pop  rdx, rsi, rdi
        Load(0xB8, next);                           // next: mov rax, the runtime's handler
        Emit(0xFF, 0xE0);                           // jmp  rax

        void Emit(params ReadOnlySpan<byte> code)
        {
            code.CopyTo(new Span<byte>(page + at, code.Length));
            at += code.Length;
        }

        void Load(byte register, nint value)
        {
            Emit(0x48, register);
            BinaryPrimitives.WriteInt64LittleEndian(new Span<byte>(page + at, sizeof(long)), value);
            at += sizeof(long);
        }
    }

    [LibraryImport("libc")]
    private static partial int sigaction(int signal, nint* action, nint* old);
}
