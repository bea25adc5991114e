namespace Warewulf.Boot.Tests;

/// <summary>A test that switches on virtual machines; skipped without root or without QEMU.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MachineFactAttribute : FactAttribute
{
    private const string Qemu = "qemu-system-x86_64";

    public MachineFactAttribute()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!Environment.IsPrivilegedProcess)
        {
            Skip = "Network namespaces need root: run the tests with sudo.";
        }
        else if (!path.Split(':').Any(directory => File.Exists(Path.Combine(directory, Qemu))))
        {
            Skip = $"{Qemu} is not installed: run deploy/lab/packages.";
        }
    }
}
