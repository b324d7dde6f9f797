using System.Runtime.Intrinsics.X86;

namespace Slabwise.Benchmarks.Child;

/// <summary>Waiting by turns of a loop: mostly a pause, now and then the rest of the time slice. The C program does the same.</summary>
internal static class Waiting
{
    private const int SpinsBeforeYield = 256;

    public static void Pause(int spin)
    {
        if (spin % SpinsBeforeYield == SpinsBeforeYield - 1) Thread.Yield();
        else if (X86Base.IsSupported) X86Base.Pause();
    }
}
