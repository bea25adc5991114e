using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Warewulf.Cli.Tests.Support;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Images.Sessions;

/// <summary>A head with an image <c>a</c> in which a few programs can be run, and wwctl before it.</summary>
internal sealed partial class SessionLab : IAsyncDisposable
{
    public const string Busybox = "/bin/busybox";

    private static readonly string[] Applets =
    [
        "sh", "cat", "chown", "echo", "env", "head", "id", "kill", "ls", "ln", "mkdir", "mount", "printf", "ps", "pwd", "rm", "sleep", "stat", "stty",
        "test", "touch", "true", "tty", "yes",
    ];

    private SessionLab(HeadDirectory files, RunningHead head)
    {
        Files = files;
        Head = head;
    }

    public HeadDirectory Files { get; }

    public RunningHead Head { get; }

    /// <summary>The directory of the image.</summary>
    public string Home => Path.Combine(Files.Root, "var/lib/warewulf/chroots/a");

    /// <summary>The root directory of the image.</summary>
    public string Image => Path.Combine(Home, "rootfs");

    public Dictionary<string, string> Variables { get; } = new() { ["USER"] = "ada" };

    public static HeadDirectory MakeFiles(string settings = "image mounts: []\n")
    {
        var files = new HeadDirectory();
        files.Write("root/etc/warewulf/warewulf.conf", $"{HeadDirectory.SiteFile}\n{settings}");
        files.Write("tree/etc/motd", "welcome\n");
        files.Write("tree/etc/passwd", "root:x:0:0::/root:/bin/sh\n");
        var bin = Directory.CreateDirectory(Path.Combine(files.Base, "tree/bin")).FullName;
        File.Copy(Busybox, Path.Combine(bin, "busybox"));
        Array.ForEach(Applets, applet => File.CreateSymbolicLink(Path.Combine(bin, applet), "busybox"));
        return files;
    }

    public static async Task<SessionLab> StartAsync(string settings = "image mounts: []\n", bool tcp = false)
    {
        var files = MakeFiles(settings);
        var lab = new SessionLab(files, await RunningHead.StartAsync(files, tcp));
        await CommandLine.DoAsync(files.Root, "image", "import", "a", Path.Combine(files.Base, "tree"));
        return lab;
    }

    public Task<SessionRun> RunAsync(params string[] words) => RunAsync([], words);

    public async Task<SessionRun> RunAsync(byte[] input, string[] words)
    {
        var terminal = new FakeTerminal { InBytes = new MemoryStream(input) };
        var code = await CommandLine.RunAsync(Files.Root, terminal, Variables.GetValueOrDefault, CancellationToken.None, ["image", .. words]);
        return new SessionRun(code, terminal.OutWritten.ToArray(), Encoding.UTF8.GetString(terminal.ErrorWritten.ToArray()) + terminal.ErrorText);
    }

    /// <summary>Runs a script in the image, without a build, which must succeed.</summary>
    public async Task<string> ScriptAsync(string script, params string[] options)
    {
        var run = await RunAsync(["exec", "--build=false", .. options, "a", "sh", "-c", script]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Out;
    }

    /// <summary>Everything in the image, with what can be seen of it.</summary>
    public string Listing()
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "find . -exec stat -c '%n %A %u %g %s %y %N %h %T' {} + | sort"])
        {
            WorkingDirectory = Image,
            RedirectStandardOutput = true,
        })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    /// <summary>The extended attributes of everything in the image, also those that only root sees.</summary>
    public unsafe string Attributes()
    {
        const int Room = 4096;
        var buffer = stackalloc byte[Room];
        var found = "";
        foreach (var path in Directory.EnumerateFileSystemEntries(Image, "*", SearchOption.AllDirectories).Append(Image))
        {
            found += Encoding.UTF8.GetString(buffer, (int)ListAttributes(path, buffer, Room));
        }

        return found;
    }

    /// <summary>The processes whose command line has a word.</summary>
    public static IEnumerable<string> Processes(string word) => Directory.EnumerateDirectories("/proc")
        .Where(directory => int.TryParse(Path.GetFileName(directory), out var id) && id != Environment.ProcessId)
        .Select(directory =>
        {
            try
            {
                return File.ReadAllText(Path.Combine(directory, "cmdline"));
            }
            catch (IOException)
            {
                return "";
            }
        })
        .Where(line => line.Split('\0').Contains(word));

    public async ValueTask DisposeAsync()
    {
        await Head.DisposeAsync();
        Files.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "llistxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial nint ListAttributes(string path, byte* buffer, nuint length);
}
