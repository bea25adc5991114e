using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Commands;

/// <summary>
/// What a head refuses reaches the command line as one line that says what, which and what to do, and changes nothing: neither the
/// catalog nor a file.
/// </summary>
[Trait("Suite", "Socket")]
public sealed class RefusedCommandTests(RefusalSite site) : IClassFixture<RefusalSite>
{
    [Theory]
    [InlineData("node list n9", "There is no node 'n9'", "see 'wwctl node list'")]
    [InlineData("node status n9", "There is no node 'n9'", "see 'wwctl node list'")]
    [InlineData("node set n9 --comment x -y", "There is no node 'n9'", "'wwctl node add n9'")]
    [InlineData("node set n[1-3] --comment x -y", "There is no node 'n2'", "'wwctl node add n2'")]
    [InlineData("node delete n9 -y", "There is no node 'n9'", "see 'wwctl node list'")]
    [InlineData("node add n1", "Node 'n1' cannot be added: it exists", "'wwctl node set n1'")]
    [InlineData("node add n9 --image nope", "Node 'n9' cannot use image 'nope'", "'wwctl image import'")]
    [InlineData("node set n1 --image nope -y", "Node 'n1' cannot use image 'nope'", "'wwctl image import'")]
    [InlineData("node add n9 --profile nope", "Node 'n9' cannot use profile 'nope'", "Give another")]
    [InlineData("image build nope", "Image 'nope' cannot be built", "'wwctl image import nope DIR'")]
    [InlineData("node set n1 --colour red -y", "unknown flag '--colour'", "'wwctl node set --help'")]
    [InlineData("node add n9 --hwaddr 52:54:00:00:00:01", "Node 'n9' cannot have the hardware address 52:54:00:00:00:01", "'n1' has it. Remove it there")]
    [InlineData("node add n9 --hwaddr 52-54-00-00-00-01", "Node 'n9' cannot have the hardware address 52:54:00:00:00:01", "'n1' has it. Remove it there")]
    [InlineData("node add n[8-9] --hwaddr 52:54:00:00:00:08", "Node 'n9' cannot have the hardware address 52:54:00:00:00:08", "'n8' has it. Remove it there")]
    [InlineData("node add n9 --ipaddr 10.9.0.5", "Node 'n9' cannot have the address 10.9.0.5", "'n1' has it. Remove it there")]
    [InlineData("node add n[8-9] --ipaddr 10.9.0.4", "Node 'n9' cannot have the address 10.9.0.5", "'n1' has it. Remove it there")]
    [InlineData("node add n9 --hwaddr 52:54:00:00:00:0g", "'52:54:00:00:00:0g' is not a hardware address", "such as 52:54:00:12:34:56")]
    [InlineData("node add n9 --ipaddr 10.9.0.256", "'10.9.0.256' is not an IP address", "write it as 10.0.0.1")]
    [InlineData("node add n9 --netmask 255.0.255.0", "'255.0.255.0' is not a network mask", "write it as 255.255.255.0")]
    [InlineData("node add n[4-1]", "'n[4-1]' is not a list of names", "Write it as n[001-100]")]
    [InlineData("node add n[1-", "'n[1-' is not a list of names", "Write it as n[001-100]")]
    [InlineData("node add n[1-99999999]", "'n[1-99999999]' is not a list of names", "Write it as n[001-100]")]
    [InlineData("node list n[4-1]", "'n[4-1]' is not a list of names", "Write it as n[001-100]")]
    [InlineData("node add n_!", "'n_!' is not a valid node name", "use letters")]
    [InlineData("image import evil {base}/climbs.tar", "Image 'evil' cannot be imported from '{base}/climbs.tar'", "'../evil' has '..' in its name")]
    [InlineData("image import evil {base}/climbs-later.tar", "Image 'evil' cannot be imported from '{base}/climbs-later.tar'", "pack the tree from its root")]
    [InlineData("image import evil {base}/absolute.tar", "Image 'evil' cannot be imported from '{base}/absolute.tar'", "pack the tree with relative names")]
    [InlineData("image import evil {base}/cut.tar", "Image 'evil' cannot be imported from '{base}/cut.tar'", "Copy or make it again")]
    [InlineData("image import evil {base}/cut.tar.gz", "Image 'evil' cannot be imported from '{base}/cut.tar.gz'", "Copy or make it again")]
    [InlineData("image import evil {base}/text.tar", "Image 'evil' cannot be imported from '{base}/text.tar'", "Copy or make it again")]
    [InlineData("image import evil {base}/nosuch.tar", "Image 'evil' cannot be imported: there is no directory or archive '{base}/nosuch.tar'", "Check the path")]
    [InlineData("image import rocky9 {base}/climbs.tar", "Image 'rocky9' cannot be imported: it exists", "--force to replace it")]
    [InlineData("image import rocky9 {base}/climbs.tar --force", "Image 'rocky9' cannot be imported from '{base}/climbs.tar'", "pack the tree from its root")]
    public async Task Run_BadInput_OneLineSaysWhatAndNothingChanges(string line, string which, string advice)
    {
        var before = await site.StateAsync();

        var error = await CommandLine.FailAsync(site.Root, line.Replace("{base}", site.Base, StringComparison.Ordinal).Split(' '));

        error = error.Replace(site.Base, "{base}", StringComparison.Ordinal);
        Assert.Contains(which, error, StringComparison.Ordinal);
        Assert.Contains(advice, error, StringComparison.Ordinal);
        Assert.Equal(before, await site.StateAsync());
    }

    [Theory]
    [InlineData("node list")]
    [InlineData("node status")]
    [InlineData("node add n9")]
    [InlineData("node set n1 --comment x -y")]
    [InlineData("node delete n1 -y")]
    [InlineData("image list")]
    [InlineData("image build rocky9")]
    [InlineData("image import rocky9 /srv/tree")]
    public async Task Run_HeadNotRunning_OneLineSaysSo(string line)
    {
        using var files = new HeadDirectory();

        var error = await CommandLine.FailAsync(files.Root, line.Split(' '));

        Assert.Contains(Path.Combine(files.Root, "run/warewulf/warewulfd.sock"), error, StringComparison.Ordinal);
        Assert.Contains("systemctl start warewulfd", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(files.Root, "var")));
    }

    [Fact]
    public async Task Run_HeadThatWasKilled_OneLineSaysSo()
    {
        using var files = new HeadDirectory();
        using (var head = await HeadProcess.StartAsync(files))
        {
            await head.KillAsync();
        }

        // Its socket is still there, and nobody behind it.
        Assert.True(File.Exists(Path.Combine(files.Root, "run/warewulf/warewulfd.sock")));
        Assert.Contains("systemctl start warewulfd", await CommandLine.FailAsync(files.Root, "node", "list"), StringComparison.Ordinal);
    }
}
