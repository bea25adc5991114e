namespace Warewulf.Boot.Tests;

/// <summary>What all tests share: the installed programs and the tree of the small image. Nothing of it is changed by a test.</summary>
public sealed class BootLab : IAsyncLifetime
{
    private static readonly string Repository = FindRepository();
    private static readonly string Artifacts = Path.Combine(Repository, "artifacts", "boot-tests");

    /// <summary>Where the programs are installed: <c>WAREWULF_PREFIX</c>, or built from this checkout.</summary>
    public string Prefix { get; private set; } = Environment.GetEnvironmentVariable("WAREWULF_PREFIX") ?? "";

    /// <summary>A directory for everything this run writes; its name is that of the namespaces too.</summary>
    public string Work { get; } = Path.Combine(Path.GetTempPath(), NamePrefix + Environment.ProcessId);

    /// <summary>The tree of the small image.</summary>
    public string SmallImage => Path.Combine(Work, "small");

    private static string NamePrefix => "wwboot";

    /// <summary>A script of <c>deploy/lab</c>.</summary>
    public static string Script(string name) => Path.Combine(Repository, "deploy", "lab", name);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (new MachineFactAttribute().Skip is not null)
        {
            return;
        }

        await RemoveLeftoversAsync();
        Directory.CreateDirectory(Work);
        if (Prefix.Length == 0)
        {
            Prefix = Path.Combine(Artifacts, "prefix");
            await Command.RunAsync(Path.Combine(Repository, "deploy", "install"), "--prefix", Prefix);
        }

        await Command.RunAsync(Script("image"), "small", SmallImage, "--cache", Path.Combine(Artifacts, "cache"));
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        if (Directory.Exists(Work))
        {
            Directory.Delete(Work, recursive: true);
        }

        return Task.CompletedTask;
    }

    // A run that was killed could not remove its networks, with the machines in them. Its process id is in their names.
    private static async Task RemoveLeftoversAsync()
    {
        var networks = Directory.Exists("/run/netns") ? Directory.GetFiles("/run/netns", NamePrefix + "*") : [];
        foreach (var name in networks.Select(path => Path.GetFileName(path)).Where(name => IsLeft(name.Split('x')[0])))
        {
            await Command.RunAsync(Script("net"), "down", name);
        }

        foreach (var directory in Directory.GetDirectories(Path.GetTempPath(), NamePrefix + "*").Where(path => IsLeft(Path.GetFileName(path))))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static bool IsLeft(string name) => int.TryParse(name[NamePrefix.Length..], out var id) && !Directory.Exists($"/proc/{id}");

    private static string FindRepository()
    {
        var directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Warewulf.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException("Warewulf.sln is in no directory above the tests.");
    }
}
