using System.Diagnostics;

namespace Warewulf.Silo.Tests.Images.Sessions;

/// <summary>A test that runs commands in namespaces of their own; skipped where those cannot be made, or where there is nothing to run in them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NamespaceFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Missing = new(Look);

    public NamespaceFactAttribute() => Skip = Missing.Value;

    private static string? Look()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return "Needs root.";
        }

        if (!File.Exists(SessionLab.Busybox))
        {
            return "Needs a static busybox: run deploy/lab/packages --tests.";
        }

        using var process = Process.Start("/bin/sh", ["-c", "unshare --mount --pid --uts --fork mount -t proc proc /proc 2>/dev/null"]);
        process.WaitForExit();
        return process.ExitCode == 0 ? null : "Namespaces cannot be made here.";
    }
}
