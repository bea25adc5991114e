using System.Net;
using System.Text;
using Warewulf.Cli.Tests.Support;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Api.Images.Sessions;
using Warewulf.Core.Images;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Images.Sessions;

/// <summary>Sessions frame by frame: terminals, signals, locks, and peers that go away or speak nonsense.</summary>
[Trait("Suite", "Socket")]
public sealed class ImageSessionTests
{
    [NamespaceFact]
    public async Task Terminal_SizeAndKeys_ReachTheCommand()
    {
        await using var lab = await SessionLab.StartAsync();
        using var client = await SessionClient.StartAsync(
            lab.Head.Socket, "tty; stty size; trap 'stty size' WINCH; echo ready; until read line; do :; done; echo got $line; cat; echo end", new WindowSize(41, 101));
        await client.ExpectAsync("/dev/pts/");
        await client.ExpectAsync("41 101\r\n");
        await client.ExpectAsync("ready");
        await client.SendAsync(SessionFrameKind.Window, new WindowSize(10, 20).Encode());
        await client.TypeAsync("hello\r");
        await client.ExpectAsync("got hello");
        await client.ExpectAsync("10 20\r\n");
        await client.TypeAsync("\x04");
        Assert.Equal(0, await client.ExitCodeAsync());
        await client.UntilAsync(SessionFrameKind.End);
        Assert.Null(await client.NextAsync());
    }

    [NamespaceFact]
    public async Task Terminal_ControlC_EndsTheProgramThatRunsOnIt()
    {
        await using var lab = await SessionLab.StartAsync();
        using var client = await SessionClient.ConnectAsync(lab.Head.Socket);
        await client.OpenAsync(new ImageSessionRequest(ImageName.Parse("a")) { Command = ["cat"], Window = new WindowSize(24, 80) });
        await client.TypeAsync("x\r");
        await client.ExpectAsync("x\r\nx\r\n");
        await client.TypeAsync("\x03");
        Assert.Equal(130, await client.ExitCodeAsync());
        Assert.Equal(ApiErrorCode.Conflict, (await client.ErrorAsync()).Code);
    }

    [NamespaceFact]
    public async Task Signal_WithoutTerminal_ReachesTheCommandAndItsChildren()
    {
        await using var lab = await SessionLab.StartAsync();
        using var client = await SessionClient.StartAsync(lab.Head.Socket, "trap 'echo term; exit 9' TERM; echo ready; sleep 1000 & wait");
        await client.ExpectAsync("ready");
        await client.SendAsync(SessionFrameKind.Signal, [(byte)SessionSignal.Terminate]);
        Assert.Equal(9, await client.ExitCodeAsync());
        Assert.EndsWith("term\n", client.Output.ToString(), StringComparison.Ordinal);
    }

    [NamespaceFact]
    public async Task Interrupt_OfWwctl_IsTheCommands()
    {
        await using var lab = await SessionLab.StartAsync();
        using var interrupt = new CancellationTokenSource();
        var terminal = new FakeTerminal();
        var running = CommandLine.RunAsync(lab.Files.Root, terminal, _ => null, interrupt.Token, "image", "exec", "a", "sh", "-c", "trap 'echo caught; exit 0' INT; : >/etc/ready; while :; do sleep 1; done");
        await ReadyAsync(Path.Combine(lab.Image, "etc/ready"), running);
        await interrupt.CancelAsync();
        Assert.Equal(0, await running);
        Assert.Equal("caught\n", Encoding.UTF8.GetString(terminal.OutWritten.ToArray()));
    }

    [NamespaceFact]
    public async Task Terminal_OfWwctl_IsTakenOverAndGivenBack()
    {
        await using var lab = await SessionLab.StartAsync();
        foreach (var (script, expected) in ((string, int)[])[("stty size; exit 0", 0), ("stty size; exit 2", 255)])
        {
            var terminal = new FakeTerminal { IsInputTerminal = true, IsOutputTerminal = true, Size = new WindowSize(33, 44) };
            Assert.Equal(expected, await CommandLine.RunAsync(lab.Files.Root, terminal, _ => null, CancellationToken.None, "image", "exec", "--build=false", "a", "sh", "-c", script));
            Assert.Equal("33 44\r\n", Encoding.UTF8.GetString(terminal.OutWritten.ToArray()));
            Assert.Equal((1, 1), terminal.Control);
        }

        var refused = new FakeTerminal { IsInputTerminal = true, IsOutputTerminal = true };
        Assert.Equal(255, await CommandLine.RunAsync(lab.Files.Root, refused, _ => null, CancellationToken.None, "image", "shell", "none"));
        Assert.Equal((1, 1), refused.Control);
    }

    [NamespaceFact]
    public async Task Session_WhileItLasts_LocksTheImage()
    {
        await using var lab = await SessionLab.StartAsync();
        using var client = await SessionClient.StartAsync(lab.Head.Socket, "echo ready; cat");
        await client.ExpectAsync("ready");
        Assert.Equal("ERROR: Image 'a' is busy: another shell works on it. Wait for it and try again.\n", (await lab.RunAsync("exec", "a", "true")).Error);
        Assert.Contains("another shell works on it", (await lab.RunAsync("build", "a")).Error, StringComparison.Ordinal);
        await client.SendAsync(SessionFrameKind.InputEnd, []);
        Assert.Equal(0, await client.ExitCodeAsync());
        await client.UntilAsync(SessionFrameKind.End);
        Assert.Null(await client.NextAsync());
        Assert.Equal(0, (await lab.RunAsync("build", "a")).ExitCode);
    }

    [NamespaceFact]
    public async Task Connection_Breaks_EverythingInTheSessionEndsAndTheImageIsFree()
    {
        await using var lab = await SessionLab.StartAsync();
        var word = $"31{Environment.ProcessId}";
        var before = lab.Listing();
        foreach (var window in (WindowSize?[])[null, new WindowSize(24, 80)])
        {
            using (var client = await SessionClient.StartAsync(lab.Head.Socket, $"trap '' HUP INT TERM; sleep {word} & sleep {word} & echo ready; wait", window))
            {
                await client.ExpectAsync("ready");

                // The shell says so when it has forked, which is before the sleeps run.
                while (SessionLab.Processes(word).Count() < 2)
                {
                    await Task.Delay(10);
                }
            }

            SessionRun run;
            do
            {
                run = await lab.RunAsync("exec", "--build=false", "a", "true");
            }
            while (run.Error.Contains("is busy", StringComparison.Ordinal));

            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Empty(SessionLab.Processes(word));
            Assert.Equal(before, lab.Listing());
            Assert.Equal(["rootfs"], Directory.EnumerateFileSystemEntries(lab.Home).Select(Path.GetFileName));
        }
    }

    [NamespaceFact]
    public async Task Command_Ends_WhatItLeftRunningEndsToo()
    {
        await using var lab = await SessionLab.StartAsync();
        var word = $"32{Environment.ProcessId}";
        Assert.Equal("on\n", await lab.ScriptAsync($"(sleep {word} &) ; sleep {word} & echo on"));
        Assert.Empty(SessionLab.Processes(word));
    }

    [NamespaceFact]
    public async Task Head_Stops_SessionsEnd()
    {
        var files = SessionLab.MakeFiles();
        var head = await RunningHead.StartAsync(files);
        await CommandLine.DoAsync(files.Root, "image", "import", "a", Path.Combine(files.Base, "tree"));
        var word = $"33{Environment.ProcessId}";
        using var client = await SessionClient.StartAsync(head.Socket, $"echo ready; sleep {word}");
        await client.ExpectAsync("ready");
        await head.DisposeAsync();
        Assert.Empty(SessionLab.Processes(word));
        Assert.Null(await client.NextAsync());
        files.Dispose();
    }

    [NamespaceFact]
    public async Task Peer_SpeaksNonsense_IsRefusedAndTheImageIsFree()
    {
        await using var lab = await SessionLab.StartAsync();
        using (var client = await SessionClient.ConnectAsync(lab.Head.Socket))
        {
            await client.SendAsync(SessionFrameKind.Input, [1]);
            Assert.Equal(ApiErrorCode.Invalid, (await client.ErrorAsync()).Code);
            Assert.Null(await client.NextAsync());
        }

        foreach (var open in (string[])["", "null", "[]", """{"name":"../x","command":["ls"]}""", """{"name":"a"}""", """{"name":"a","command":[null]}""",
            """{"name":"a","command":["ls\u0000"]}""", """{"name":"a","command":["ls"],"term":"a b"}""", """{"name":"a","command":["ls"],"binds":[{"source":"x"}]}""",
            """{"name":"a","command":["ls"],"binds":[null]}""", """{"name":"a","command":["ls"],"binds":[{"source":"/etc","dest":"/"}]}""",
            """{"name":"a","command":["ls"],"node":"../n"}""", """{"name":"a","command":["ls"],"window":{"rows":-1,"columns":0}}"""])
        {
            using var client = await SessionClient.ConnectAsync(lab.Head.Socket);
            await client.SendAsync(SessionFrameKind.Open, Encoding.UTF8.GetBytes(open));
            Assert.True(await client.ErrorAsync() is { Code: ApiErrorCode.Invalid }, open);
        }

        foreach (var kind in (SessionFrameKind[])[SessionFrameKind.Input, SessionFrameKind.End, SessionFrameKind.Signal, SessionFrameKind.Window])
        {
            using var client = await SessionClient.StartAsync(lab.Head.Socket, "echo ready; sleep 1000");
            await client.ExpectAsync("ready");
            for (var sent = 0; kind == SessionFrameKind.Input && sent <= SessionProtocol.InputWindow; sent += SessionProtocol.LongestData)
            {
                await client.SendAsync(kind, new byte[SessionProtocol.LongestData]);
            }

            // A pipe takes some of the input, so that there has to be more before there is too much.
            for (var more = 0; kind == SessionFrameKind.Input && more < 4; more++)
            {
                await client.SendAsync(kind, new byte[SessionProtocol.LongestData]);
            }

            await client.SendAsync(kind == SessionFrameKind.Input ? SessionFrameKind.End : kind, kind == SessionFrameKind.Signal ? [9] : []);
            while (await client.NextAsync() is { } frame)
            {
                Assert.Equal(SessionFrameKind.Taken, frame.Kind);
            }

            // The connection ends before the session's processes do.
            SessionRun run;
            do
            {
                run = await lab.RunAsync("exec", "--build=false", "a", "true");
            }
            while (run.Error.Contains("is busy", StringComparison.Ordinal));

            Assert.True(run.ExitCode == 0, run.Error);
        }
    }

    [Fact]
    public async Task Request_WithoutUpgradeOrToken_IsRefused()
    {
        await using var head = await RunningHead.StartAsync(tcp: true);
        var (status, body) = await head.PostAsync(Routes.ImagesSession, "{}");
        Assert.Equal((HttpStatusCode.BadRequest, ApiErrorCode.Invalid), (status, RunningHead.Error(body).Code));
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.ImagesSession);
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", SessionProtocol.Name);
        using var response = await head.Tcp.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [NamespaceFact]
    public async Task Exec_OverTcp_WorksWithTheToken()
    {
        await using var lab = await SessionLab.StartAsync(tcp: true);
        var address = lab.Head.Tcp.BaseAddress!.ToString().TrimEnd('/');
        var run = await lab.RunAsync("hello"u8.ToArray(), ["exec", "--head", address, "--token-file", lab.Head.TokenFile, "--build=false", "a", "cat"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("hello", run.Out);
        var wrong = lab.Files.Write("token", "wrong");
        Assert.Contains("wants a token", (await lab.RunAsync("exec", "--head", address, "--token-file", wrong, "a", "cat")).Error, StringComparison.Ordinal);
    }

    [NamespaceFact]
    public async Task Head_Killed_NothingOfTheSessionStays()
    {
        using var files = SessionLab.MakeFiles();
        var copied = files.Write("data/file", "head\n");
        var image = Path.Combine(files.Root, "var/lib/warewulf/chroots/a");
        var word = $"34{Environment.ProcessId}";
        using (var head = await HeadProcess.StartAsync(files))
        {
            await CommandLine.DoAsync(files.Root, "image", "import", "a", Path.Combine(files.Base, "tree"));
            using var client = await SessionClient.StartAsync(
                Path.Combine(files.Root, "run/warewulf/warewulfd.sock"),
                $"trap '' HUP INT TERM; rm /etc/copied; sleep {word} & echo ready; wait",
                null,
                new Core.Site.ImageMount(copied) { Dest = "/etc/copied", Copy = true },
                new Core.Site.ImageMount("/etc") { Dest = "/mnt/etc" });
            await client.ExpectAsync("ready");
            Assert.NotEmpty(SessionLab.Processes(word));
            await head.KillAsync();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (SessionLab.Processes(word).Concat(SessionLab.Processes(Silo.Images.Sessions.SessionChild.Word)).Any(line => line.Contains(word, StringComparison.Ordinal) || line.Contains(files.Root, StringComparison.Ordinal)))
            {
                await Task.Delay(20, limit.Token);
            }
        }

        Assert.DoesNotContain(files.Root, await File.ReadAllTextAsync("/proc/self/mountinfo"), StringComparison.Ordinal);
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(image).Count());
        using (var head = await HeadProcess.StartAsync(files))
        {
            Assert.Equal(["rootfs"], Directory.EnumerateFileSystemEntries(image).Select(Path.GetFileName));
            Assert.False(Path.Exists(Path.Combine(image, "rootfs/etc/copied")));
            Assert.False(Path.Exists(Path.Combine(image, "rootfs/mnt")));
            await CommandLine.DoAsync(files.Root, "image", "exec", "a", "true");
        }
    }

    private static async Task ReadyAsync(string file, Task<int> running)
    {
        while (!File.Exists(file))
        {
            Assert.False(running.IsCompleted);
            await Task.Delay(20);
        }
    }
}
