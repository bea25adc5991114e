namespace Warewulf.Silo.Storage;

/// <summary>A write that waits to be done together with others.</summary>
internal abstract class QueuedWrite
{
    /// <summary>What two writes of one batch must not have in common; nothing when any may go together.</summary>
    public virtual object? Identity => null;

    /// <summary>Whether the caller gave up before it was begun.</summary>
    public abstract bool IsAbandoned { get; }

    /// <summary>Reports that it did not happen, or that nobody knows.</summary>
    public abstract void Fail(Exception error);
}
