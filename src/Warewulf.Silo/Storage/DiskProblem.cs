namespace Warewulf.Silo.Storage;

/// <summary>Says in words what the file system refused, and what to do about it.</summary>
internal static class DiskProblem
{
    // The same on every architecture.
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int QuotaExceeded = 122;

    /// <summary>One or two sentences to end a message with.</summary>
    public static string Describe(Exception error) => error switch
    {
        IOException { HResult: NoSpace or QuotaExceeded } => "no space is left. Free some and try again.",
        IOException { HResult: ReadOnly } => "its file system is mounted read-only. Mount it for writing, or choose another place.",
        UnauthorizedAccessException => $"{error.Message} Run warewulfd as root, or correct the permissions.",
        _ => $"{error.Message.TrimEnd('.')}. Correct that and try again.",
    };
}
