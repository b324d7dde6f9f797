using System.Collections.Concurrent;

namespace Slabwise.Runtime.Tests;

/// <summary>A thread that does one thing after another when told, and can be ended: so that a test decides who frees what, and when.</summary>
internal sealed class Actor : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    public Actor()
    {
        _thread = new Thread(() =>
        {
            foreach (Action action in _work.GetConsumingEnumerable()) action();
        });
        _thread.Start();
    }

    /// <summary>Runs it on this thread of its own and waits for the end.</summary>
    public void Do(Action action)
    {
        Exception? failure = null;
        using var done = new ManualResetEventSlim();
        _work.Add(() =>
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                failure = e;
            }

            done.Set();
        });
        done.Wait();
        if (failure is not null) throw new AggregateException(failure);
    }

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }
}
