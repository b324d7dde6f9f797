using System.Runtime;

namespace Slabwise.Benchmarks.Child;

/// <summary>
/// Brings a kernel to tier 1 the way a service gets there, profile included: short calls in bursts, with pauses in
/// which the runtime may count calls and compile, until it compiles nothing more.
/// </summary>
internal static class WarmUp
{
    // Above the 30 calls at which a tier ends.
    private const int CallsPerBurst = 48;
    private const int QuietBurstsWanted = 4, MostBursts = 40;

    // Above the 100 ms of quiet that tiering waits for, ten times as long where a process has one processor: under taskset kernels were measured
    // in tier 0, at twice the time.
    private static readonly int PauseMilliseconds = Environment.ProcessorCount == 1 ? 1100 : 125;

    public static void Run(IKernel kernel)
    {
        int quiet = 0;
        for (int burst = 0; burst < MostBursts && quiet < QuietBurstsWanted; burst++)
        {
            long compiled = JitInfo.GetCompiledMethodCount();
            for (int call = 0; call < CallsPerBurst; call++) kernel.WarmUp();
            Thread.Sleep(PauseMilliseconds);
            quiet = JitInfo.GetCompiledMethodCount() == compiled ? quiet + 1 : 0;
        }
    }
}
