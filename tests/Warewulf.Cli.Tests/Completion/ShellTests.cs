using System.Diagnostics;
using Warewulf.Cli.Tests.Support;

namespace Warewulf.Cli.Tests.Completion;

/// <summary>The scripts in real shells, which call the real program, which asks a scripted head.</summary>
[Trait("Suite", "Socket")]
public sealed class ShellTests : CliTest
{
    // The shell function is called as the shell calls it, and what it found is printed.
    private const string Bash = """
        . <("$WWCTL" completion bash)
        COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9
        compopt() { echo "files"; }
        _wwctl wwctl
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    private const string Zsh = """
        compdef() { : }
        compadd() { print -l -- $names }
        compset() { : }
        _files() { print files }
        source <("$WWCTL" completion zsh)
        words=(${(z)1}) CURRENT=${#words}
        [[ $1 == *' ' ]] && { words+=(''); CURRENT=${#words} }
        PREFIX=${words[CURRENT]}
        _wwctl
        """;

    private const string Fish = """
        "$WWCTL" completion fish | source
        for line in (complete -C "$argv[1]")
            echo (string split \t -- $line)[1]
        end
        """;

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "wwctl.dll");

    [ShellTheory("bash")]
    [InlineData("wwctl no", "node")]
    [InlineData("FOO=1 wwctl no", "node")]
    [InlineData("wwctl node list n0", "n01 n02")]
    [InlineData("wwctl node list ", "m1 n01 n02")]
    [InlineData("wwctl node list n01,m", "n01,m1")]
    [InlineData("wwctl node set --image=ro", "rocky9")]
    [InlineData("wwctl image build a:b", "a:b:c")]
    [InlineData("wwctl apply -f ", "files")]
    [InlineData("wwctl node list zzz", "")]
    public Task Bash_Line_Completed(string line, string expected) =>
        AssertAsync("bash", ["--norc", "--noprofile", "-c", Bash, "bash", line], expected == "a:b:c" ? "b:c" : expected);

    [ShellTheory("zsh")]
    [InlineData("wwctl no", "node")]
    [InlineData("wwctl node list n0", "n01 n02")]
    [InlineData("wwctl node list ", "m1 n01 n02")]
    [InlineData("wwctl node set --image=ro", "--image=rocky9")]
    [InlineData("wwctl apply -f ", "files")]
    [InlineData("wwctl node list zzz", "")]
    public Task Zsh_Line_Completed(string line, string expected) => AssertAsync("zsh", ["-f", "-c", Zsh, "zsh", line], expected);

    [ShellTheory("fish")]
    [InlineData("wwctl no", "node")]
    [InlineData("wwctl node list n0", "n01 n02")]
    [InlineData("wwctl node list ", "m1 n01 n02")]
    [InlineData("wwctl node set --image=ro", "--image=rocky9")]
    [InlineData("wwctl node list zzz", "")]
    public Task Fish_Line_Completed(string line, string expected) => AssertAsync("fish", ["--no-config", "-c", Fish, line], expected);

    private async Task AssertAsync(string shell, string[] arguments, string expected)
    {
        Head.Answer = request => FakeHead.Json(request.Path == "/api/v1/images"
            ? """{"revision":1,"images":[{"image":{"name":"rocky9"}},{"image":{"name":"a:b:c"}}]}"""
            : """{"revision":1,"names":["m1","n01","n02"]}""");
        var program = Path.Combine(Root, "wwctl");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec dotnet {Program} \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(shell, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["WWCTL"] = program;
        start.Environment["WWCTL_HEADS"] = Head.Address;
        start.Environment["PATH"] = $"{Root}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["HOME"] = Root;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal("", await errors);
        Assert.Equal(expected, string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }
}
