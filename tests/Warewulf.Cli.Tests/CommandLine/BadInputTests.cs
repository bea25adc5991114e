using Warewulf.Cli.Tests.Support;

namespace Warewulf.Cli.Tests.CommandLine;

/// <summary>Every wrong command line is answered with one line that names what is wrong, exit code 255, and no request.</summary>
[Trait("Suite", "Fast")]
public sealed class BadInputTests : CliTest
{
    [Theory]
    [InlineData("nod", "wwctl: unknown command 'nod'. Did you mean 'node'?")]
    [InlineData("frobnicate", "wwctl: unknown command 'frobnicate'. See 'wwctl --help'.")]
    [InlineData("node lst", "wwctl node: unknown command 'lst'. Did you mean 'list'?")]
    [InlineData("node x", "wwctl node: unknown command 'x'. See 'wwctl node --help'.")]
    [InlineData("image bild", "wwctl image: unknown command 'bild'. Did you mean 'build'?")]
    [InlineData("node add n1 --ipadr 10.0.0.1", "wwctl node add: unknown flag '--ipadr'. Did you mean '--ipaddr'?")]
    [InlineData("node add n1 --ipadr=10.0.0.1", "wwctl node add: unknown flag '--ipadr'. Did you mean '--ipaddr'?")]
    [InlineData("node add --hwadr 52:54:00:00:00:01 n1", "wwctl node add: unknown flag '--hwadr'. Did you mean '--hwaddr'?")]
    [InlineData("node set n1 --zzz 1", "wwctl node set: unknown flag '--zzz'. See 'wwctl node set --help'.")]
    [InlineData("node list --outptu json", "wwctl node list: unknown flag '--outptu'. Did you mean '--output'?")]
    [InlineData("node list -x", "wwctl node list: unknown flag '-x'. See 'wwctl node list --help'.")]
    [InlineData("node --frob", "wwctl node: unknown flag '--frob'. See 'wwctl node --help'.")]
    [InlineData("--frob", "wwctl: unknown flag '--frob'. See 'wwctl --help'.")]
    [InlineData("version extra", "wwctl version: unexpected argument 'extra'. See 'wwctl version --help'.")]
    [InlineData("node list --all=maybe", "wwctl node list: '--all' takes true or false, not 'maybe'. See 'wwctl node list --help'.")]
    [InlineData("node delete n1 --yes=0", "wwctl node delete: '--yes' takes true or false, not '0'. See 'wwctl node delete --help'.")]
    [InlineData("node add n1 --ipaddr", "wwctl node add: '--ipaddr' needs a value. See 'wwctl node add --help'.")]
    [InlineData("node list --output", "wwctl node list: '--output' needs a value. See 'wwctl node list --help'.")]
    [InlineData("node list -o json -o yaml", "wwctl node list: '--output' may be written only once. See 'wwctl node list --help'.")]
    [InlineData("node add n1 --netname= n2", "wwctl node add: '--netname' needs a value. See 'wwctl node add --help'.")]
    [InlineData("node list -a= n2", "wwctl node list: '-a' takes true or false, not ''. See 'wwctl node list --help'.")]
    [InlineData("node list -o xml", "There is no output format 'xml': use table, json or yaml.")]
    [InlineData("node add", "No node is named: write 'wwctl node add n[001-100]'.")]
    [InlineData("node set --image x -y", "No node is named: write 'wwctl node set n[001-100] --image rocky9', or --all for every node.")]
    [InlineData("node set n1 -y", "No field is given: write 'wwctl node set NODES --image rocky9', or see 'wwctl node set --help'.")]
    [InlineData("node delete -y", "No node is named: write 'wwctl node delete n[001-100]'.")]
    [InlineData("node delete n[1- -y", "'n[1-' is not a list of names: its brackets do not match. Write it as n[001-100] or n1,n2.")]
    [InlineData("node delete n1", "This asks for confirmation and standard input is not a terminal: add --yes.")]
    [InlineData("node set n1 --image x", "This asks for confirmation and standard input is not a terminal: add --yes.")]
    [InlineData("node add n1 --ipaddr 10.0.0", "--ipaddr: '10.0.0' is not an IP address: write it as 10.0.0.1 or fd00::1, without a prefix length.")]
    [InlineData("node add n1 -I 10.0.0.0/24", "--ipaddr: '10.0.0.0/24' is not an IP address: write it as 10.0.0.1 or fd00::1, without a prefix length.")]
    [InlineData("node add n1 --hwaddr 52:54", "--hwaddr: '52:54' is not a hardware address: write it as six bytes in hexadecimal, such as 52:54:00:12:34:56.")]
    [InlineData("node add n1 --mtu big", "--mtu: 'big' is not a whole number.")]
    [InlineData("node add n1 --onboot=perhaps", "--onboot: 'perhaps' is neither yes nor no: write true or false.")]
    [InlineData("node add n1 --tagadd x", "--tagadd: 'x' is not a pair: write key=value.")]
    [InlineData("node set n1 -y --tagadd=", "--tagadd: '=' is not a pair: write key=value.")]
    [InlineData("node set n1 -y --nettagadd UNDEF", "--nettagadd: 'UNDEF' is not a pair: write key=value.")]
    [InlineData("node add n1 --tagadd x --tagadd a=b", "--tagadd: 'x' is not a pair: write key=value.")]
    [InlineData("node add n1 --mtu big --tagadd x --fsname /dev/x", "--mtu: 'big' is not a whole number. --tagadd: 'x' is not a pair: write key=value. --fsname is given, and no field of a file system, such as --fsformat: add one, or leave --fsname out.")]
    [InlineData("node status -w -o json", "--watch shows a table again and again, and json and yaml are one document: leave one of the two out.")]
    [InlineData("node status -w -U 5", "--update: '5' is not a number of milliseconds of 100 or more.")]
    [InlineData("node status -U soon", "--update: 'soon' is not a number of milliseconds of 100 or more.")]
    [InlineData("node add n1 --diskwipe", "--diskwipe: which one is meant is not said: add --diskname.")]
    [InlineData("node add n1 --partsize 1 --diskname /dev/vda", "--partsize: which one is meant is not said: add --partname.")]
    [InlineData("node add n1 --fsformat ext4", "--fsformat: which one is meant is not said: add --fsname.")]
    [InlineData("node add n1 --fsname vda --fsformat ext4", "--fsname: 'vda' is neither a device below /dev nor the partition given with --partname.")]
    [InlineData("node add n1 --diskname /dev/vda", "--diskname is given, and no field of a disk or partition, such as --diskwipe: add one, or leave --diskname out.")]
    [InlineData("node set n1 -y --partname x --image y", "--partname is given, and no field of a partition, such as --partsize: add one, or leave --partname out.")]
    [InlineData("node set n1 -y --fsname /dev/x --image y", "--fsname is given, and no field of a file system, such as --fsformat: add one, or leave --fsname out.")]
    [InlineData("node set n1 -y --diskname /dev/a --diskname /dev/b --diskwipe", "wwctl node set: '--diskname' may be written only once. See 'wwctl node set --help'.")]
    [InlineData("node add n1 --tagdel x", "wwctl node add: unknown flag '--tagdel'. See 'wwctl node add --help'.")]
    [InlineData("node add n1 --netname a/b --mtu 9000", "'a/b' is not a network name: use letters, digits, '.', '-', ':' and '_'.")]
    [InlineData("node set n1 --image x --if-revision new -y", "--if-revision: 'new' is not the number of a revision: see 'wwctl history'.")]
    [InlineData("node unset n1 -y", "No field is given: write 'wwctl node unset NODES --comment', or see 'wwctl node unset --help'.")]
    [InlineData("node unset -y --comment", "No node is named: write 'wwctl node unset n[001-100] --comment'.")]
    [InlineData("node unset n1 --comment", "This asks for confirmation and standard input is not a terminal: add --yes.")]
    [InlineData("node unset n1 -y --diskwipe", "--diskwipe: which one is meant is not said: add --diskname.")]
    [InlineData("node unset n1 -y --partsize --diskname /dev/vda", "--partsize: which one is meant is not said: add --partname.")]
    [InlineData("node unset n1 -y --fspath", "--fspath: which one is meant is not said: add --fsname.")]
    [InlineData("node unset n1 -y --fspath --diskwipe", "--diskwipe: which one is meant is not said: add --diskname. --fspath: which one is meant is not said: add --fsname.")]
    [InlineData("node unset n1 -y --fspath --fsname root --partname root", "--fsname: 'root' is not a device below /dev: write the name that 'wwctl node list --all' shows.")]
    [InlineData("node unset n1 -y --tagadd x=y", "wwctl node unset: unknown flag '--tagadd'. See 'wwctl node unset --help'.")]
    [InlineData("profile add", "No profile is named: write 'wwctl profile add gpu --image rocky9'.")]
    [InlineData("profile set --image x", "No profile is named: write 'wwctl profile set gpu --image rocky9'.")]
    [InlineData("profile set p -y", "No field is given: write 'wwctl profile set PROFILES --image rocky9', or see 'wwctl profile set --help'.")]
    [InlineData("profile set p --discoverable", "wwctl profile set: unknown flag '--discoverable'. See 'wwctl profile set --help'.")]
    [InlineData("profile set p --all", "wwctl profile set: unknown flag '--all'. See 'wwctl profile set --help'.")]
    [InlineData("profile add ../p", "'../p' is not a valid profile name: use letters, digits, '.', '-', ':' and '_'.")]
    [InlineData("profile delete default -y", "The profile 'default' is the one that new nodes get, and stays: empty it with 'wwctl profile unset default'.")]
    [InlineData("profile delete gpu", "This asks for confirmation and standard input is not a terminal: add --yes.")]
    [InlineData("history -n none", "--number: 'none' is not a number of revisions.")]
    [InlineData("show", "Name one revision: write 'wwctl show 12'. See 'wwctl history' for those there are.")]
    [InlineData("show 1 2", "Name one revision: write 'wwctl show 12'. See 'wwctl history' for those there are.")]
    [InlineData("show x", "'x' is not the number of a revision: see 'wwctl history'.")]
    [InlineData("show 0", "Revision 0 is the empty catalog that every other one was made from.")]
    [InlineData("diff", "Name one revision or two: write 'wwctl diff 12' or 'wwctl diff 12 15'. See 'wwctl history' for those there are.")]
    [InlineData("diff 1 b", "'b' is not the number of a revision: see 'wwctl history'.")]
    [InlineData("rollback", "Name one revision: write 'wwctl rollback 12'. See 'wwctl history' for those there are.")]
    [InlineData("rollback 3", "This asks for confirmation and standard input is not a terminal: add --yes.")]
    [InlineData("rollback 3 --prune", "wwctl rollback: unknown flag '--prune'. See 'wwctl rollback --help'.")]
    [InlineData("image build", "No image is named: write 'wwctl image build NAME', or --all for every image.")]
    [InlineData("image build ../x", "'../x' is not a valid image name: use letters, digits, '.', '-', ':' and '_'.")]
    [InlineData("image import", "No source is named: write 'wwctl image import NAME /path/to/rootfs'.")]
    [InlineData("image import a /b c", "Too many words: write 'wwctl image import NAME SOURCE', not 'c' as well.")]
    [InlineData("--head foo node list", "'foo' is not the address of a head: write it as unix:/run/warewulf/warewulfd.sock or http://head1:9875.")]
    [InlineData("--head https://h node list", "wwctl cannot ask 'https://h' yet: write it as http://, or run wwctl on the head itself.")]
    public async Task Run_BadInput_OneLineSaysWhat(string line, string message)
    {
        Assert.Equal(message, await FailAsync(line.Split(' ')));
        Assert.Empty(Head.Requests);
    }

    [Fact]
    public async Task Run_WordsWithControlCharacters_OneCleanLine() =>
        Assert.Equal("wwctl node: unknown command 'a?b[2J'. See 'wwctl node --help'.", await FailAsync("node", "a\e" + "b[2J"));

    [Fact]
    public async Task Run_SocketPathTooLong_SaysSo() =>
        Assert.Contains("use a shorter --root", await FailAsync("--head", "unix:/" + new string('x', 120), "node", "list"), StringComparison.Ordinal);

    [Fact]
    public async Task Run_Debug_TracesTheErrorOnStandardError()
    {
        var run = await RunAsync("-d", "node", "add");
        Assert.Equal("", run.Out);
        Assert.Contains("Warewulf.Core.WarewulfException", run.Error, StringComparison.Ordinal);
    }
}
