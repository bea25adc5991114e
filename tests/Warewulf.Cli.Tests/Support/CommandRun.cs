namespace Warewulf.Cli.Tests.Support;

/// <summary>What one command line did.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error);
