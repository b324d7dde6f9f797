using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child;

/// <summary>
/// An await after which the worker goes on when, and on which thread, somebody says <see cref="GoOn"/>. Serves one
/// worker, one await at a time, and allocates nothing.
/// </summary>
internal sealed class Hop : ICriticalNotifyCompletion
{
    private Action? _continuation;

    public bool IsCompleted => false;

    public Hop GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => _continuation = continuation;

    public void UnsafeOnCompleted(Action continuation) => _continuation = continuation;

    /// <exception cref="InvalidOperationException">The worker is not waiting: it has ended, by an exception.</exception>
    public void GoOn()
    {
        Action continuation = _continuation ?? throw new InvalidOperationException("A worker ended early.");
        _continuation = null;
        continuation();
    }
}
