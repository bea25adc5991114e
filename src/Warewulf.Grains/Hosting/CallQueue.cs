namespace Warewulf.Grains.Hosting;

/// <summary>
/// Lets one caller in at a time, in the order of arrival. It can be closed for good, which succeeds only while nobody is inside or
/// waiting, so no call is ever lost.
/// </summary>
internal sealed class CallQueue
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _waiting = new();
    private bool _taken;
    private bool _closed;

    /// <summary>Waits for the turn.</summary>
    /// <returns>Whether the caller is inside and must call <see cref="Exit"/>; false when the queue is closed.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up; it has no turn.</exception>
    public ValueTask<bool> EnterAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        Waiter waiter;
        lock (_gate)
        {
            if (_closed)
            {
                return ValueTask.FromResult(false);
            }

            if (!_taken)
            {
                _taken = true;
                return ValueTask.FromResult(true);
            }

            waiter = new Waiter();
            _waiting.AddLast(waiter.Node);
        }

        return new ValueTask<bool>(cancellationToken.CanBeCanceled ? WaitAsync(waiter, cancellationToken) : waiter.Task);
    }

    /// <summary>Ends the turn and gives it to who waits longest.</summary>
    public void Exit()
    {
        Waiter next;
        lock (_gate)
        {
            if (_waiting.First is not { } first)
            {
                _taken = false;
                return;
            }

            _waiting.RemoveFirst();
            next = first.Value;
        }

        next.SetResult(true);
    }

    /// <summary>Closes the queue if nobody is inside or waiting.</summary>
    public bool TryClose()
    {
        lock (_gate)
        {
            _closed |= !_taken;
            return _closed;
        }
    }

    private async Task<bool> WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (queue, waiter) = ((CallQueue, Waiter))state!;
                queue.GiveUp(waiter, token);
            },
            (this, waiter));
        return await waiter.Task;
    }

    private void GiveUp(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (waiter.Node.List is null)
            {
                // The turn was given to it a moment ago and stays with it.
                return;
            }

            _waiting.Remove(waiter.Node);
        }

        waiter.SetCanceled(cancellationToken);
    }

    private sealed class Waiter : TaskCompletionSource<bool>
    {
        // Continuations run elsewhere: whoever leaves must not end up running the next call on its own stack.
        public Waiter()
            : base(TaskCreationOptions.RunContinuationsAsynchronously) => Node = new LinkedListNode<Waiter>(this);

        public LinkedListNode<Waiter> Node { get; }
    }
}
