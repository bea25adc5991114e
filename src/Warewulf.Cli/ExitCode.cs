namespace Warewulf.Cli;

/// <summary>The exit codes of <c>wwctl</c>. Scripts rely on them; they are never renumbered.</summary>
/// <remarks>Every error is 255, whatever its kind, because that is what scripts written for Warewulf test for; the line on standard
/// error tells errors apart.</remarks>
internal static class ExitCode
{
    /// <summary>It was done, there was nothing to do, the user declined, or help was shown.</summary>
    public const int Ok = 0;

    /// <summary>Interrupted from the keyboard or by a signal to end.</summary>
    public const int Interrupted = 130;

    /// <summary>It was not done; one line on standard error says why.</summary>
    public const int Error = 255;
}
