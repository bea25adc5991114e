using System.Text.Json;
using Warewulf.Cli.Tests.Support;
using Warewulf.Core.Api;
using Warewulf.TestKit;

namespace Warewulf.Cli.Tests.Commands.Configure;

[Trait("Suite", "Fast")]
public sealed class ConfigureCommandTests : CliTest
{
    private const string OneHead = """{"heads":[{"head":"h1","lines":[{"level":"Info","text":"Wrote '/etc/hosts'."},{"level":"Warning","text":"look"}]}]}""";

    [Theory]
    [InlineData("dhcp", "Dhcp")]
    [InlineData("hostfile", "Hostfile")]
    [InlineData("nfs", "Nfs")]
    [InlineData("tftp", "Tftp")]
    [InlineData("warewulfd", "Warewulfd")]
    [InlineData("--all", "Tftp,Dhcp,Nfs,Ssh,Hostfile")]
    [InlineData("-a", "Tftp,Dhcp,Nfs,Ssh,Hostfile")]
    public async Task Configure_Service_AsksForItAndTells(string word, string services)
    {
        Answer(Routes.Configure, OneHead);

        var run = await RunAsync("configure", word);

        Assert.Equal((0, "Wrote '/etc/hosts'.\n", "WARN: look\n"), (run.ExitCode, run.Out, run.Error));
        Assert.Equal(services, string.Join(',', Request().GetProperty("services").EnumerateArray().Select(service => service.GetString())));
        Assert.False(Request().TryGetProperty("keyTypes", out _));
    }

    [Fact]
    public async Task Configure_SeveralHeadsAndAnError_NamesThemAndFails()
    {
        Answer(Routes.Configure, """{"heads":[{"head":"h1","lines":[{"level":"Info","text":"done"}]},{"head":"h2","lines":[{"level":"Error","text":"Not configured: away.\u001b[2J"}]}]}""");

        var run = await RunAsync("configure", "hostfile");

        Assert.Equal((255, "h1: done\n", "ERROR: h2: Not configured: away.?[2J\n"), (run.ExitCode, run.Out, run.Error));
    }

    [Fact]
    public async Task Configure_AsJson_IsTheAnswerAlone()
    {
        Answer(Routes.Configure, OneHead);
        var run = await RunAsync("configure", "hostfile", "-o", "json");
        Assert.Equal("Wrote '/etc/hosts'.", JsonDocument.Parse(run.Out).RootElement.GetProperty("heads")[0].GetProperty("lines")[0].GetProperty("text").GetString());
        Assert.Equal("WARN: look\n", run.Error);
    }

    [Theory]
    [InlineData("configure")]
    [InlineData("configure", "--help")]
    public async Task Configure_Alone_ShowsHelp(params string[] words)
    {
        var run = await RunAsync(words);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("hostfile", run.Out, StringComparison.Ordinal);
        Assert.Contains("--all", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("configure", "nonsense")]
    [InlineData("configure", "nfs", "--nonsense")]
    [InlineData("configure", "nfs", "extra")]
    public async Task Configure_BadWords_AreRefused(params string[] words) =>
        Assert.StartsWith("wwctl configure", await FailAsync(words), StringComparison.Ordinal);

    [Fact]
    public async Task Ssh_OfRoot_AsksTheHeadsForTheTypes()
    {
        Answer(Routes.Configure, OneHead);
        IsRoot = true;
        Assert.Equal(0, (await RunAsync("configure", "ssh", "-t", "rsa,ecdsa", "--keytypes", "ed25519")).ExitCode);
        Assert.Equal("rsa,ecdsa,ed25519", string.Join(',', Request().GetProperty("keyTypes").EnumerateArray().Select(type => type.GetString())));
    }

    [ProgramFact("ssh-keygen")]
    public async Task Ssh_OfAnybodyElse_MakesTheirKeyAndAsksNobody()
    {
        Variables["HOME"] = Path.Combine(Root, "home");
        Directory.CreateDirectory(Variables["HOME"]);

        Assert.Equal(0, (await RunAsync("configure", "ssh")).ExitCode);

        var ssh = Path.Combine(Variables["HOME"], ".ssh");
        Assert.Equal(File.ReadAllText(Path.Combine(ssh, "id_ed25519.pub")), File.ReadAllText(Path.Combine(ssh, "authorized_keys")));
        Assert.StartsWith("-----BEGIN OPENSSH PRIVATE KEY-----", File.ReadAllText(Path.Combine(ssh, "id_ed25519")), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(ssh));

        var before = File.ReadAllText(Path.Combine(ssh, "id_ed25519"));
        Assert.Contains("Nothing to do", (await RunAsync("configure", "ssh", "-t", "rsa")).Out, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Path.Combine(ssh, "id_ed25519")));
        Assert.False(File.Exists(Path.Combine(ssh, "id_rsa")));
    }

    [Theory]
    [InlineData("id_ed25519")]
    [InlineData("id_ed25519.pub")]
    public async Task Ssh_OfAnybodyElse_HalfAKey_IsLeftAlone(string name)
    {
        Variables["HOME"] = Root;
        Directory.CreateDirectory(Path.Combine(Root, ".ssh"));
        File.WriteAllText(Path.Combine(Root, ".ssh", name), "mine");
        Assert.StartsWith($"Only one half of the key '{Root}/.ssh/id_ed25519' is there.", await FailAsync("configure", "ssh"), StringComparison.Ordinal);
        Assert.Equal([name], Directory.EnumerateFiles(Path.Combine(Root, ".ssh")).Select(Path.GetFileName));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Root, ".ssh", name)));
    }

    [Fact]
    public async Task Ssh_OfAnybodyElse_BadTypeOrNoHome_IsRefused()
    {
        Assert.Equal("HOME is not set: log in, or set it to your home directory.", await FailAsync("configure", "ssh"));
        Variables["HOME"] = Root;
        Terminal.ErrorText.GetStringBuilder().Clear();
        Assert.Equal("'-x' is no type of an SSH key: give one of ed25519, ecdsa and rsa.", await FailAsync("configure", "ssh", "--keytypes=-x"));
    }

    private JsonElement Request() => JsonDocument.Parse(Head.Requests.Single(request => request.Path == Routes.Configure).Body).RootElement;
}
