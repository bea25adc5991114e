using System.Collections.Concurrent;

namespace Warewulf.Edge.Tests.Hosting;

/// <summary>Runs everything that is awaited on the thread that called.</summary>
internal sealed class OneThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _work = [];

    public override void Post(SendOrPostCallback d, object? state) => _work.Add((d, state));

    /// <summary>Works until a task is done.</summary>
    public void RunUntil(Task task)
    {
        while (!task.IsCompleted)
        {
            if (_work.TryTake(out var work, millisecondsTimeout: 10))
            {
                work.Callback(work.State);
            }
        }
    }
}
