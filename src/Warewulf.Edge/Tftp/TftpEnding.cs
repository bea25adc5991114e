namespace Warewulf.Edge.Tftp;

/// <summary>The end of a transfer, before it is told to anybody.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">More about it, for an admin.</param>
/// <param name="Failure">What this server ran into, when it is to blame.</param>
internal sealed record TftpEnding(TftpOutcome Outcome, string? Detail = null, Exception? Failure = null);
