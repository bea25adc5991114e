using System.Diagnostics;

namespace Warewulf.Silo.Tests.Images.Sessions;

/// <summary>wwctl as a process of its own, at a terminal of the kernel.</summary>
[Trait("Suite", "Socket")]
public sealed class RealTerminalTests
{
    [NamespaceFact]
    public async Task Exec_AtATerminal_CommandHasOneOfTheSameSizeAndWwctlGivesItsOwnBack()
    {
        Assert.True(File.Exists("/usr/bin/script"), "The program 'script' of util-linux (package bsdutils) is missing.");
        await using var lab = await SessionLab.StartAsync();
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var wwctl = $"'{dotnet}' exec '{Path.Combine(AppContext.BaseDirectory, "wwctl.dll")}' --root '{lab.Files.Root}' image exec --build=false a";
        var script = lab.Files.Write(
            "typed.sh", $"stty rows 41 cols 101\n{wwctl} sh -c 'stty size; stty -echo; cat'; echo code $?; {wwctl} sh -c 'exit 4'; echo code $?; stty -a\n");
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/script", ["-qec", $"sh {script}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var output = "";
        var isTyped = false;
        var buffer = new char[4096];
        while (await process.StandardOutput.ReadAsync(buffer) is var count and > 0)
        {
            output += new string(buffer, 0, count);
            if (!isTyped && output.Contains("41 101\r\n", StringComparison.Ordinal))
            {
                // Ctrl-C is the command's own: were it wwctl's, that would say so. Once, since what follows it is at the terminal too.
                isTyped = true;
                process.StandardInput.Write('\x03');
                process.StandardInput.Flush();
            }
        }

        await process.WaitForExitAsync();
        Assert.True(output.Contains("ended with exit code 130.\r\ncode 255\r\n", StringComparison.Ordinal), output);
        Assert.Contains("ended with exit code 130.\r\ncode 255\r\n", output, StringComparison.Ordinal);
        Assert.Contains("ended with exit code 4.\r\ncode 255\r\n", output, StringComparison.Ordinal);
        Assert.Contains(" icanon ", output, StringComparison.Ordinal);
        Assert.Contains(" echo ", output, StringComparison.Ordinal);
        Assert.Contains("\nopost ", output, StringComparison.Ordinal);
    }
}
