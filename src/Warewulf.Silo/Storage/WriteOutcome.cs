namespace Warewulf.Silo.Storage;

/// <summary>What the caller of a queued write waits for.</summary>
internal sealed class WriteOutcome<TResult>
{
    // The writer must go on with its next batch, not with what its callers do next.
    private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the caller has its answer, or gave up.</summary>
    public bool IsDecided => _done.Task.IsCompleted;

    /// <summary>Reports an error.</summary>
    public void Fail(Exception error) => _done.TrySetException(error);

    /// <summary>Reports that the write is stored.</summary>
    public void Succeed(TResult result) => _done.TrySetResult(result);

    /// <summary>Waits for the report. Who gives up after the write was begun does not learn whether it is stored.</summary>
    public async Task<TResult> WaitAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            static (outcome, token) => ((WriteOutcome<TResult>)outcome!)._done.TrySetCanceled(token), this);
        return await _done.Task;
    }
}
