using Warewulf.Core;
using Warewulf.Silo.Configure;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Configure;

[Trait("Suite", "Fast")]
public sealed class ServiceUnitsTests : IDisposable
{
    private readonly HeadDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(true, "enable nfs-server\nrestart nfs-server\n")]
    [InlineData(false, "enable nfs-server\n--no-block restart nfs-server\n")]
    public async Task Restart_Unit_RestartsThenEnables(bool wait, string expected)
    {
        await Units("echo \"$@\" >> \"$(dirname \"$0\")/log\"").RestartAsync("nfs-server", wait, CancellationToken.None);
        Assert.Equal(expected, File.ReadAllText(Path.Combine(_files.Base, "bin/log")));
    }

    [Fact]
    public async Task Restart_Fails_TellsWhatSystemdSaid()
    {
        var refusal = await Assert.ThrowsAsync<WarewulfException>(() =>
            Units("echo 'Failed to restart nfsd.service: Unit nfsd.service not found.' >&2; exit 5").RestartAsync("nfsd", wait: true, CancellationToken.None));
        Assert.Equal("'systemctl enable nfsd' failed: Failed to restart nfsd.service: Unit nfsd.service not found. Look at 'journalctl -u nfsd', or name another unit as 'systemd name' in warewulf.conf.", refusal.Message);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Restart_OfItself_MayEndTheProgramThatAsksForIt(bool wait, bool isDone)
    {
        var units = Units("[ \"$1\" = enable ] || kill -TERM $$");
        Assert.Equal(isDone, await Record.ExceptionAsync(() => units.RestartAsync("warewulfd", wait, CancellationToken.None)) is null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--force")]
    [InlineData("a b")]
    [InlineData("a;reboot")]
    [InlineData("a\n")]
    public async Task Restart_NoName_RunsNothing(string unit)
    {
        var refusal = await Assert.ThrowsAsync<WarewulfException>(() => Units("touch \"$(dirname \"$0\")/log\"").RestartAsync(unit, wait: true, CancellationToken.None));
        Assert.Contains("is no name of a unit", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_files.Base, "bin/log")));
    }

    [Fact]
    public async Task Restart_NoSystemd_SaysSo()
    {
        var refusal = await Assert.ThrowsAsync<WarewulfException>(() => new ServiceUnits(_files.Base).RestartAsync("nfsd", wait: true, CancellationToken.None));
        Assert.Equal("Unit 'nfsd' cannot be restarted: this head has no systemctl. Restart the service as you start it.", refusal.Message);
    }

    private ServiceUnits Units(string script)
    {
        var program = _files.Write("bin/systemctl", $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, (UnixFileMode)Convert.ToInt32("755", 8));
        return new ServiceUnits(Path.Combine(_files.Base, "bin"));
    }
}
