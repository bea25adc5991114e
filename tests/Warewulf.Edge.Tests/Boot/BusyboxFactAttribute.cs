namespace Warewulf.Edge.Tests.Boot;

/// <summary>A test that runs busybox in a tree of its own; skipped without root or where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BusyboxFactAttribute : FactAttribute
{
    /// <summary>Where Debian has it, linked statically.</summary>
    public const string Program = "/usr/bin/busybox";

    public BusyboxFactAttribute() =>
        Skip = Environment.UserName != "root" ? "Needs root." : !File.Exists(Program) ? $"{Program} is not installed." : null;
}
