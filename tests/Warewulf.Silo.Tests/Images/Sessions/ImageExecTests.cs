using System.Text.Json;
using Warewulf.Core.Api;

namespace Warewulf.Silo.Tests.Images.Sessions;

/// <summary>Commands in an image through wwctl: what goes in, what comes out, and what becomes of the image.</summary>
[Trait("Suite", "Socket")]
public sealed class ImageExecTests
{
    [NamespaceFact]
    public async Task Exec_Succeeds_StreamsAreItsOwnAndTheImageIsBuilt()
    {
        await using var lab = await SessionLab.StartAsync();
        var run = await lab.RunAsync("exec", "a", "sh", "-c", "echo out; echo err >&2; echo new >/etc/new");
        Assert.Equal((0, "out\n"), (run.ExitCode, run.Out));
        Assert.StartsWith("err\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("\nBuilt image a, generation 1: ", run.Error, StringComparison.Ordinal);
        Assert.Equal("new\n", await File.ReadAllTextAsync(Path.Combine(lab.Image, "etc/new")));
        Assert.True(await IsBuiltAsync(lab));
        Assert.Equal(["build.index", "rootfs"], Names(lab.Home));
    }

    [NamespaceFact]
    public async Task Exec_Fails_SaysTheCodeAndBuildsNothing()
    {
        await using var lab = await SessionLab.StartAsync();
        var run = await lab.RunAsync("exec", "a", "sh", "-c", "exit 3");
        Assert.Equal((255, ""), (run.ExitCode, run.Out));
        Assert.Equal("ERROR: The command in image 'a' ended with exit code 3. The image was not built.\n", run.Error);
        run = await lab.RunAsync("exec", "a", "sh", "-c", "kill -9 $$");
        Assert.Contains("ended with exit code 137", run.Error, StringComparison.Ordinal);
        Assert.False(await IsBuiltAsync(lab));
    }

    [NamespaceFact]
    public async Task Exec_WithoutBuild_LeavesImageAndCatalogAsTheyWere()
    {
        await using var lab = await SessionLab.StartAsync("");
        var before = lab.Listing();
        Assert.Equal("dev etc proc run sys", string.Join(' ', (await lab.ScriptAsync("for d in /dev /etc /proc /run /sys; do ls -d $d; done; ls /proc/self/fd >/dev/null; cat /etc/resolv.conf >&2")).Split('\n', '/').Where(word => word.Length > 0)));
        Assert.Equal(before, lab.Listing());
        Assert.False(await IsBuiltAsync(lab));
        Assert.Equal(["rootfs"], Names(lab.Home));
        Assert.Equal(["warewulfd.sock"], Names(lab.Head.Run));
    }

    [NamespaceFact]
    public async Task Exec_TenMegabytesThroughIt_ComeOutAsTheyWentIn()
    {
        await using var lab = await SessionLab.StartAsync();
        var bytes = new byte[10 << 20];
        new Random(3).NextBytes(bytes);
        var run = await lab.RunAsync(bytes, ["exec", "--build=false", "a", "cat"]);
        Assert.Equal(0, run.ExitCode);
        Assert.True(bytes.AsSpan().SequenceEqual(run.Bytes));
    }

    [NamespaceFact]
    public async Task Exec_InputThatNobodyReads_HoldsNothingUp()
    {
        await using var lab = await SessionLab.StartAsync();
        var run = await lab.RunAsync(new byte[10 << 20], ["exec", "--build=false", "a", "head", "-c", "1"]);
        Assert.Equal((0, "\0"), (run.ExitCode, run.Out));
    }

    [NamespaceFact]
    public async Task Exec_FlagsOfTheCommand_AreTheCommands()
    {
        await using var lab = await SessionLab.StartAsync();
        string[] plain = ["printf", "%s|", "-l", "--node", "x", "--build=true", "-b", "--", "-v"];
        foreach (var words in (string[][])[["--build=false", "a"], ["--build=false", "a", "--"], ["a", "--build", "false"], ["-b", "/etc:/mnt", "--build=false", "a"]])
        {
            var run = await lab.RunAsync(["exec", .. words, .. plain]);
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal("-l|--node|x|--build=true|-b|--|-v|", run.Out);
            Assert.Equal("", run.Error);
        }
    }

    [NamespaceFact]
    public async Task Exec_UnknownFlagBeforeTheCommand_IsRefused()
    {
        await using var lab = await SessionLab.StartAsync();
        Assert.Contains("unknown flag '--bnid'", (await lab.RunAsync("exec", "--bnid", "a", "ls")).Error, StringComparison.Ordinal);
        Assert.Contains("absolute path on the head", (await lab.RunAsync("exec", "-b", "x", "a", "ls")).Error, StringComparison.Ordinal);
        Assert.Contains("An image and a command are needed", (await lab.RunAsync("exec", "a")).Error, StringComparison.Ordinal);
        Assert.Contains("none of that name", (await lab.RunAsync("exec", "b", "ls")).Error, StringComparison.Ordinal);
        Assert.Contains("no node 'n1'", (await lab.RunAsync("exec", "-n", "n1", "a", "ls")).Error, StringComparison.Ordinal);
    }

    [NamespaceFact]
    public async Task Exec_Environment_IsTheImagesAndThePrompt()
    {
        await using var lab = await SessionLab.StartAsync();
        lab.Variables["SECRET"] = "x";
        lab.Variables["TERM"] = "xterm-256color";
        Assert.Equal(
            "HISTFILE=/dev/null\nHOME=/root\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nPS1=[warewulf:a] \\w\\$ \n"
            + "TERM=xterm-256color\nWW_CONTAINER_SHELL=a\nWW_IMAGE_SHELL=a\n",
            await EnvironmentAsync(lab));
        lab.Variables["WW_PS1"] = "> ";
        lab.Variables["WW_HISTFILE"] = "/root/h";
        var changed = await EnvironmentAsync(lab);
        Assert.Contains("PS1=[warewulf:a] > \n", changed, StringComparison.Ordinal);
        Assert.Contains("HISTFILE=/root/h\n", changed, StringComparison.Ordinal);
        Assert.Equal("/\n", (await lab.RunAsync("exec", "--build=false", "a", "pwd")).Out);

        static async Task<string> EnvironmentAsync(SessionLab lab) =>
            string.Concat((await lab.RunAsync("exec", "--build=false", "a", "env")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).Select(line => line + "\n"));
    }

    [NamespaceFact]
    public async Task Shell_PicksTheFirstThatIsThere()
    {
        await using var lab = await SessionLab.StartAsync();
        var script = "echo $0\n"u8.ToArray();
        Assert.Equal("/bin/sh\n", (await lab.RunAsync(script, ["shell", "--build=false", "a"])).Out);
        File.CreateSymbolicLink(Path.Combine(lab.Image, "bin/ash"), "/bin/busybox");
        lab.Variables["SHELL"] = "/bin/ash";
        Assert.Equal("/bin/ash\n", (await lab.RunAsync(script, ["chroot", "--build=false", "a"])).Out);
        File.Delete(Path.Combine(lab.Image, "bin/ash"));
        Assert.Equal("/bin/sh\n", (await lab.RunAsync(script, ["shell", "--build=false", "a"])).Out);
        File.Delete(Path.Combine(lab.Image, "bin/sh"));
        var run = await lab.RunAsync(script, ["shell", "a"]);
        Assert.Equal("ERROR: Image 'a' has no shell: there is none of '/bin/ash', '/bin/bash', '/bin/sh' in it. Run another command with 'wwctl image exec'.\n", run.Error);
    }

    [NamespaceFact]
    public async Task Exec_WhatCannotBeRun_IsOneClearLine()
    {
        await using var lab = await SessionLab.StartAsync();
        Assert.Equal("ERROR: Image 'a' has no command 'nosuch'. Check the name, or install it in the image.\n", (await lab.RunAsync("exec", "a", "nosuch")).Error);
        Assert.Contains("no command '/bin/nosuch'", (await lab.RunAsync("exec", "a", "/bin/nosuch", "-x")).Error, StringComparison.Ordinal);
        Assert.Contains("cannot run '/bin/plain': Permission denied", await TryAsync("plain", "x"u8.ToArray(), UnixFileMode.UserRead), StringComparison.Ordinal);
        Assert.Contains("the loader or interpreter that it names is not there", await TryAsync("odd", "#!/no/such\n"u8.ToArray(), UnixFileMode.UserExecute), StringComparison.Ordinal);

        byte[] foreign = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, .. new byte[9], 2, 0, 22, 0, .. new byte[100]];
        Assert.Contains("Image 'a' is for s390x and this head is ", await TryAsync("foreign", foreign, UnixFileMode.UserExecute), StringComparison.Ordinal);

        async Task<string> TryAsync(string name, byte[] content, UnixFileMode mode)
        {
            var path = Path.Combine(lab.Image, "bin", name);
            await File.WriteAllBytesAsync(path, content);
            File.SetUnixFileMode(path, mode);
            var run = await lab.RunAsync("exec", "a", name);
            Assert.True(run is { ExitCode: 255 } && run.Error.Count(c => c == '\n') == 1, run.Error);
            return run.Error;
        }
    }

    [NamespaceFact]
    public async Task Exec_ScriptWithoutItsFirstLine_IsRunByTheShell()
    {
        await using var lab = await SessionLab.StartAsync();
        var path = Path.Combine(lab.Image, "bin/script");
        await File.WriteAllTextAsync(path, "echo $0 $1\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.Equal("/bin/script x\n", (await lab.RunAsync("exec", "--build=false", "a", "script", "x")).Out);
    }

    [NamespaceFact]
    public async Task Exec_ReadOnlyImage_CannotBeChangedAndIsNotBuilt()
    {
        await using var lab = await SessionLab.StartAsync("image mounts:\n- source: /etc/hosts\n  dest: /mnt/hosts\n");
        await File.WriteAllTextAsync(Path.Combine(lab.Home, "readonly"), "");
        var before = lab.Listing();
        var run = await lab.RunAsync("exec", "a", "sh", "-c", "touch /etc/x; rm /etc/motd; cat /mnt/hosts >/dev/null && echo seen; touch /run/x && echo ran");
        Assert.Equal((0, "seen\nran\n"), (run.ExitCode, run.Out));
        Assert.Equal(2, run.Error.Split("Read-only file system").Length - 1);
        Assert.Equal(before, lab.Listing());
        Assert.False(await IsBuiltAsync(lab));
    }

    [NamespaceFact]
    public async Task Exec_ExitScript_RunsAfterSuccessOnlyAndTheNewNameFirst()
    {
        await using var lab = await SessionLab.StartAsync();
        lab.Files.Write("root/var/lib/warewulf/chroots/a/rootfs/etc/warewulf/container_exit.sh", "echo old $WW_IMAGE_SHELL; cat\n");
        Assert.Equal("x\nold a\n", (await lab.RunAsync("ignored"u8.ToArray(), ["exec", "a", "echo", "x"])).Out);
        lab.Files.Write("root/var/lib/warewulf/chroots/a/rootfs/etc/warewulf/image_exit.sh", "echo new; exit $(cat /etc/code)\n");
        var run = await lab.RunAsync("exec", "a", "sh", "-c", "echo 7 >/etc/code");
        Assert.Equal((255, "new\n"), (run.ExitCode, run.Out));
        Assert.Contains("The exit script '/etc/warewulf/image_exit.sh' of image 'a' ended with exit code 7. The image was not built.", run.Error, StringComparison.Ordinal);
        Assert.Equal("", (await lab.RunAsync("exec", "a", "sh", "-c", "exit 1")).Out);
    }

    [NamespaceFact]
    public async Task Exec_SyncUser_IsAskedForOnlyWhenAccountsChanged()
    {
        await using var lab = await SessionLab.StartAsync();
        lab.Files.Write("root/etc/passwd", "root:x:0:0::/root:/bin/sh\nx:x:9:0::/:\n");
        lab.Files.Write("root/etc/group", "root:x:0:\n");
        Assert.Equal("", (await lab.RunAsync("exec", "--build=false", "--syncuser", "a", "touch", "/etc/passwd")).Error);
        Assert.DoesNotContain("x:x:", await File.ReadAllTextAsync(Path.Combine(lab.Image, "etc/passwd")), StringComparison.Ordinal);
        await lab.RunAsync("exec", "--build=false", "--syncuser", "a", "sh", "-c", "echo x:x:7:0::/: >>/etc/passwd; echo root:x:0: >/etc/group; touch /f; chown 7 /f");
        Assert.Contains("x:x:9:0", await File.ReadAllTextAsync(Path.Combine(lab.Image, "etc/passwd")), StringComparison.Ordinal);
        Assert.Equal("9\n", (await lab.RunAsync("exec", "--build=false", "a", "stat", "-c", "%u", "/f")).Out);
    }

    private static async Task<bool> IsBuiltAsync(SessionLab lab)
    {
        var (_, body) = await lab.Head.GetAsync(Routes.Images);
        return JsonSerializer.Deserialize(body, ApiJsonContext.Default.ImageListResponse)!.Images.Single().Image.Build is not null;
    }

    private static IEnumerable<string> Names(string directory) =>
        Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);
}
