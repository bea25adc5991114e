using Warewulf.Core.Api;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>What the first process of a session tells the head; one of these at a time.</summary>
internal sealed record SessionReport
{
    /// <summary>Something that did not work, and without which the session goes on.</summary>
    public string? Warning { get; init; }

    /// <summary>Why the command could not be started.</summary>
    public ApiError? Error { get; init; }

    /// <summary>The exit code of the command, which has ended.</summary>
    public int? ExitCode { get; init; }
}
