namespace Warewulf.Silo.Storage;

/// <summary>A state to be saved, or deleted where there is no content, by PostgreSQL together with others.</summary>
internal sealed class GrainWrite(string type, string key, byte[]? content, long expected) : QueuedWrite
{
    /// <summary>The grain's type.</summary>
    public string Type { get; } = type;

    /// <summary>Which one.</summary>
    public string Key { get; } = key;

    /// <summary>The state.</summary>
    public byte[]? Content { get; } = content;

    /// <summary>The version it replaces.</summary>
    public long Expected { get; } = expected;

    /// <summary>The new version, or 0 when another one was stored.</summary>
    public WriteOutcome<long> Outcome { get; } = new();

    /// <inheritdoc/>
    public override object Identity { get; } = (type, key);

    /// <inheritdoc/>
    public override bool IsAbandoned => Outcome.IsDecided;

    /// <inheritdoc/>
    public override void Fail(Exception error) => Outcome.Fail(error);
}
