namespace Warewulf.Silo.Tests.Images.Sessions;

/// <summary>What of the head is seen in an image, and what stays of it: nothing, but for copies that were changed.</summary>
[Trait("Suite", "Socket")]
public sealed class ImageBindTests
{
    [NamespaceFact]
    public async Task Bind_MissingTargets_AreNeverMadeInTheImage()
    {
        await using var lab = await SessionLab.StartAsync();
        lab.Files.Write("data/file", "head\n");
        var before = lab.Listing();
        var data = Path.Combine(lab.Files.Base, "data");
        var output = await lab.ScriptAsync("cat /mnt/deep/er/file /etc/new; echo changed >/mnt/deep/er/file; echo more >/mnt/deep/er/more", "-b", $"{data}:/mnt/deep/er", "-b", $"{data}/file:/etc/new");
        Assert.Equal("head\nhead\n", output);
        Assert.Equal("changed\n", await File.ReadAllTextAsync(Path.Combine(data, "file")));
        Assert.True(File.Exists(Path.Combine(data, "more")));
        Assert.Equal(before, lab.Listing());
    }

    [NamespaceFact]
    public async Task Bind_ReadOnly_CannotBeWritten()
    {
        await using var lab = await SessionLab.StartAsync();
        var file = lab.Files.Write("data/file", "head\n");
        var run = await lab.RunAsync("exec", "--build=false", "-b", $"{Path.GetDirectoryName(file)}:/mnt:ro", "-b", $"{file}:/etc/motd:ro", "a", "sh", "-c", "cat /etc/motd; echo x >/mnt/file; echo x >/etc/motd");
        Assert.Equal((255, "head\n"), (run.ExitCode, run.Out));
        Assert.Equal(2, run.Error.Split("Read-only file system").Length - 1);
        Assert.Equal("head\n", await File.ReadAllTextAsync(file));
        Assert.Equal("welcome\n", await File.ReadAllTextAsync(Path.Combine(lab.Image, "etc/motd")));
    }

    [NamespaceFact]
    public async Task Bind_SiteSettings_CountUnlessTheCommandLineSaysOtherwise()
    {
        await using var lab = await SessionLab.StartAsync("image mounts:\n- source: /etc/hosts\n  dest: /etc/motd\n  readonly: true\n- source: /no/such\n- source: /etc/hosts\n  dest: /run/x/hosts\n");
        var run = await lab.RunAsync("exec", "--build=false", "a", "cat", "/etc/motd", "/run/x/hosts");
        var hosts = await File.ReadAllTextAsync("/etc/hosts");
        Assert.Equal((0, hosts + hosts), (run.ExitCode, run.Out));
        Assert.Equal("WARN: Image 'a': '/no/such' is not in it: there is no such file or directory on the head.\n", run.Error);
        var file = lab.Files.Write("data/file", "mine\n");
        Assert.Equal("mine\n", await lab.ScriptAsync("cat /etc/motd", "-b", $"{file}:/etc/motd"));
    }

    [NamespaceFact]
    public async Task Bind_FileOverDirectory_IsAWarning()
    {
        await using var lab = await SessionLab.StartAsync();
        var run = await lab.RunAsync("exec", "--build=false", "-b", "/etc/hosts:/etc", "-b", "/etc:/etc/motd/x", "a", "echo", "on");
        Assert.Equal((0, "on\n", 2), (run.ExitCode, run.Out, run.Error.Split("WARN: ").Length - 1));
    }

    [NamespaceFact]
    public async Task Copy_Unchanged_IsGone()
    {
        await using var lab = await SessionLab.StartAsync();
        var file = lab.Files.Write("data/file", "head\n");
        var before = lab.Listing();
        Assert.Equal("head\n", await lab.ScriptAsync("cat /etc/copied", "-b", $"{file}:/etc/copied:copy"));
        Assert.Equal(before, lab.Listing());
    }

    [NamespaceFact]
    public async Task Copy_Changed_Stays()
    {
        await using var lab = await SessionLab.StartAsync();
        var file = lab.Files.Write("data/file", "head\n");
        await lab.ScriptAsync("echo image >>/etc/copied", "-b", $"{file}:/etc/copied:copy");
        Assert.Equal("head\nimage\n", await File.ReadAllTextAsync(Path.Combine(lab.Image, "etc/copied")));
        Assert.Equal("head\n", await File.ReadAllTextAsync(file));
        Assert.Equal("", lab.Attributes());
    }

    [NamespaceFact]
    public async Task Copy_Removed_LeavesNothing()
    {
        await using var lab = await SessionLab.StartAsync();
        var file = lab.Files.Write("data/file", "head\n");
        Assert.Equal("gone\n", await lab.ScriptAsync("rm /etc/copied; test -e /etc/copied || echo gone", "-b", $"{file}:/etc/copied:copy"));
        Assert.False(Path.Exists(Path.Combine(lab.Image, "etc/copied")));
        Assert.Equal("", lab.Attributes());
    }

    [NamespaceFact]
    public async Task Copy_OverWhatIsThere_ChangesNothing()
    {
        await using var lab = await SessionLab.StartAsync();
        var file = lab.Files.Write("data/file", "head\n");
        var before = lab.Listing();
        Assert.Equal("welcome\n", await lab.ScriptAsync("cat /etc/motd", "-b", $"{file}:/etc/motd:copy"));
        Assert.Equal(before, lab.Listing());
        var run = await lab.RunAsync("exec", "--build=false", "-b", $"{file}:/no/such/file:copy", "-b", "/etc:/mnt:copy", "a", "sh", "-c", "ls /no /mnt");
        Assert.Equal(2, run.Error.Split("only a file can be copied").Length - 1);
    }

    [NamespaceFact]
    public async Task Bind_LinksOutOfTheImage_LeadNowhereElse()
    {
        await using var lab = await SessionLab.StartAsync();
        var outside = Directory.CreateDirectory(Path.Combine(lab.Files.Base, "outside")).FullName;
        lab.Files.Write("outside/file", "the head's\n");
        lab.Files.Write("data/file", "bound\n");
        var data = Path.Combine(lab.Files.Base, "data");
        File.CreateSymbolicLink(Path.Combine(lab.Image, "absolute"), outside);
        File.CreateSymbolicLink(Path.Combine(lab.Image, "etc/up"), string.Concat(Enumerable.Repeat("../", 30)) + outside.TrimStart('/'));
        File.CreateSymbolicLink(Path.Combine(lab.Image, "etc/resolv.conf"), Path.Combine(outside, "file"));
        File.CreateSymbolicLink(Path.Combine(lab.Image, "loop"), "loop");
        File.CreateSymbolicLink(Path.Combine(lab.Image, "mnt"), "/");
        var before = lab.Listing();
        var run = await lab.RunAsync(
            "exec", "--build=false", "-b", $"{data}:/absolute/a", "-b", $"{data}:/etc/up/b", "-b", $"{data}/file:/etc/resolv.conf", "-b", $"{data}:/loop/x", "-b", $"{data}:/mnt/mnt/c",
            "a", "sh", "-c", $"cat {outside}/a/file {outside}/b/file /etc/resolv.conf /c/file; echo changed >/etc/resolv.conf");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("bound\nbound\nbound\nbound\n", run.Out);
        Assert.Equal(1, run.Error.Split("WARN: ").Length - 1);
        Assert.Equal([Path.Combine(outside, "file")], Directory.EnumerateFileSystemEntries(outside));
        Assert.Equal("the head's\n", await File.ReadAllTextAsync(Path.Combine(outside, "file")));
        Assert.Equal("changed\n", await File.ReadAllTextAsync(Path.Combine(data, "file")));
        Assert.Equal(before, lab.Listing());
    }

    [NamespaceFact]
    public async Task Node_Overlays_LieAboveTheImageAndNothingCanBeChanged()
    {
        await using var lab = await SessionLab.StartAsync();
        lab.Files.Write("share/overlays/plain/rootfs/usr/lib/only", "overlay\n");
        File.SetUnixFileMode(Path.Combine(lab.Files.Share, "overlays/plain/rootfs/usr/lib/only"), UnixFileMode.UserRead | UnixFileMode.SetUser);
        await lab.Head.AddAsync("n1", ("image", "a"), ("system-overlays", "plain"), ("runtime-overlays", "named"));
        var before = lab.Listing();
        var file = lab.Files.Write("data/file", "bound\n");
        var run = await lab.RunAsync("exec", "-n", "n1", "-b", $"{file}:/opt/file", "a", "sh", "-c", "cat /etc/motd /etc/name /opt/file /etc/passwd; stat -c '%a %u %n' /usr/lib/only; touch /etc/x");
        Assert.Equal("hello\nn1\nbound\nroot:x:0:0::/root:/bin/sh\n4400 0 /usr/lib/only\n", run.Out);
        Assert.Contains("Read-only file system", run.Error, StringComparison.Ordinal);
        Assert.Equal("welcome\n", await lab.ScriptAsync("cat /etc/motd"));
        Assert.Equal(before, lab.Listing());
        Assert.Equal(["rootfs"], Directory.EnumerateFileSystemEntries(lab.Home).Select(Path.GetFileName));
    }
}
