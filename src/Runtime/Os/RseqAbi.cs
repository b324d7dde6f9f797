using System.Runtime.InteropServices;

namespace Slabwise.Os;

/// <summary>glibc's own registration for restartable sequences (glibc 2.35 and later register every thread).</summary>
internal static unsafe class RseqAbi
{
    /// <summary>What the four bytes before an abort address must be, as glibc registered it on x86.</summary>
    public const uint Signature = 0x53053053;

    /// <summary>Offset of <c>cpu_id</c> in the kernel's <c>struct rseq</c>.</summary>
    public const int CpuIdOffset = 4;

    /// <summary>Offset of <c>rseq_cs</c> in the kernel's <c>struct rseq</c>.</summary>
    public const int CriticalSectionOffset = 8;

    /// <summary>Finds where a thread's <c>struct rseq</c> lies relative to its thread pointer.</summary>
    public static bool TryFind(out int offset, out string reason)
    {
        offset = 0;
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            reason = "the sequences are written for Linux on x64";
            return false;
        }

        if (!NativeLibrary.TryLoad("libc.so.6", out nint libc)
            || !NativeLibrary.TryGetExport(libc, "__rseq_offset", out nint offsetAddress)
            || !NativeLibrary.TryGetExport(libc, "__rseq_size", out nint sizeAddress))
        {
            reason = "the C library does not register restartable sequences (glibc does from 2.35 on)";
            return false;
        }

        if (*(uint*)sizeAddress == 0)
        {
            reason = "the C library's registration of restartable sequences failed or is switched off (glibc.pthread.rseq)";
            return false;
        }

        offset = (int)*(nint*)offsetAddress;
        reason = "";
        return true;
    }
}
