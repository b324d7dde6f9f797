namespace Slabwise.Pages;

/// <summary>A lock for a few hundred nanoseconds of bookkeeping, which may lie in native memory.</summary>
/// <remarks>Not <see cref="Monitor"/>: that needs an object, and parks a thread in the kernel for a section shorter than the
/// parking. Not <see cref="SpinLock"/>: it carries owner tracking. A holder that is preempted is waited for by yielding.
/// Not reentrant.</remarks>
internal struct SpinGate
{
    private int _held;

    public void Enter()
    {
        if (Interlocked.CompareExchange(ref _held, 1, 0) != 0) EnterContended();
    }

    /// <summary>Enters if nobody is inside.</summary>
    public bool TryEnter() => Volatile.Read(ref _held) == 0 && Interlocked.CompareExchange(ref _held, 1, 0) == 0;

    public void Exit() => Volatile.Write(ref _held, 0);

    private void EnterContended()
    {
        var spin = new SpinWait();
        do
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
        while (Volatile.Read(ref _held) != 0 || Interlocked.CompareExchange(ref _held, 1, 0) != 0);
    }
}
