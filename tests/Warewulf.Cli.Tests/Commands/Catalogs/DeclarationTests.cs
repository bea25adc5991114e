using Warewulf.Cli.Tests.Support;
using Warewulf.Core.Api.Catalogs;

namespace Warewulf.Cli.Tests.Commands.Catalogs;

/// <summary><c>export</c>, <c>import</c> and <c>apply</c>, of nodes and of everything.</summary>
[Trait("Suite", "Socket")]
public sealed class DeclarationTests : CliTest
{
    private const string Declared = """
        {"revision":5,"profiles":[{"name":"default","settings":{"comment":"all"}}],
         "nodes":[{"name":"n1","settings":{"image name":"rocky9","comment":"kept"}},{"name":"n2","settings":{"profiles":["default"]}}]}
        """;

    private const string Committed = """{"revision":7,"changed":["n1","gpu"],"warnings":[]}""";
    private const string Conf = "nodeprofiles:\n  gpu:\n    comment: some\nnodes:\n  n1:\n    profiles: [gpu]\n    image name: rocky10\n";

    [Fact]
    public async Task Export_Everything_ANodesConf()
    {
        Answer("/api/v1/catalog/declared", Declared);
        Assert.Equal(
            new CommandRun(
                0,
                """
                nodeprofiles:
                  default:
                    comment: all
                nodes:
                  n1:
                    comment: kept
                    image name: rocky9
                  n2:
                    profiles:
                      - default

                """,
                ""),
            await RunAsync("export"));
    }

    [Theory]
    [InlineData("export --revision 3", "/api/v1/catalog/declared?revision=3")]
    [InlineData("node export n[1-2]", "/api/v1/catalog/declared?hosts=n%5B1-2%5D")]
    public async Task Export_Some_AskedFor(string line, string target)
    {
        Answer("/api/v1/catalog/declared", Declared);
        await RunAsync(line.Split(' '));
        Assert.Equal(target, Assert.Single(Head.Requests).Target);
    }

    [Theory]
    [InlineData("", "n1:\n  comment: kept\n  image name: rocky9\nn2:\n  profiles:\n    - default\n")]
    [InlineData("--csv", "node,profile,comment,image\nn1,,kept,rocky9\nn2,default,,\n")]
    [InlineData("-o yaml", "n1:\n  image name: rocky9\n  comment: kept\nn2:\n  profiles:\n    - default\n")]
    public async Task NodeExport_Formats_AsDeclared(string flags, string expected)
    {
        Answer("/api/v1/catalog/declared", Declared);
        Assert.Equal(expected, (await RunAsync(["node", "export", .. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)])).Out);
    }

    [Fact]
    public async Task NodeExport_None_AnEmptyMap()
    {
        Answer("/api/v1/catalog/declared", """{"revision":5,"profiles":[],"nodes":[]}""");
        Assert.Equal("{}\n", (await RunAsync("node", "export")).Out);
    }

    [Fact]
    public async Task NodeImport_Yaml_Overwrites()
    {
        Answer("/api/v1/catalog/declare", Committed);
        Write("nodes.yaml", "n1:\n  image name: rocky10\n");
        var run = await RunAsync("node", "import", "nodes.yaml", "-y");
        Assert.Equal(new CommandRun(0, "Revision 7: changed n1,gpu.\n", ""), run);
        var sent = Sent<DeclareRequest>();
        var node = Assert.Single(sent.Nodes);
        Assert.Equal(("n1", "rocky10", null), (node.Name.ToString(), node.Settings.ImageName, node.Settings.Comment));
        Assert.Equal(("node import nodes.yaml", null), (sent.Comment, sent.Seen));
    }

    [Theory]
    [InlineData("nodes.csv", "")]
    [InlineData("nodes.txt", "--csv")]
    public async Task NodeImport_Csv_OnlyTheColumnsThatAreThere(string file, string flag)
    {
        Head.Answer = request => FakeHead.Json(request.Method == "GET" ? Declared : Committed);
        Write(file, "node,image,netdevs[default].ipaddr\nn1,rocky10,10.0.0.1\nn9,,10.0.0.9\n");
        var run = await RunAsync(["node", "import", file, "-y", .. flag.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var sent = Sent<DeclareRequest>(1);
        Assert.Equal(["n1", "n9"], sent.Nodes.Select(node => node.Name.ToString()));
        Assert.Equal(("rocky10", "kept"), (sent.Nodes[0].Settings.ImageName, sent.Nodes[0].Settings.Comment));
        Assert.Equal(("10.0.0.9", null), (sent.Nodes[1].Settings.NetworkDevices?["default"].Ipaddr?.ToString(), sent.Nodes[1].Settings.ImageName));
        Assert.Equal(5, sent.Seen);
    }

    [Fact]
    public async Task NodeImport_WholeNodesConf_SaysWhatItIs()
    {
        Write("nodes.conf", Conf);
        var run = await RunAsync("node", "import", "nodes.conf", "-y");
        Assert.EndsWith("ERROR: 'nodes.conf' is a whole nodes.conf: import it with 'wwctl import nodes.conf'.\n", run.Error, StringComparison.Ordinal);
        Assert.Empty(Head.Requests);
    }

    [Fact]
    public async Task Apply_File_DeclaresAll()
    {
        Answer("/api/v1/catalog/declare", """
            {"revision":6,"changed":["n1","gpu"],"warnings":[],"differences":[{"kind":"profile","verb":"added","names":"gpu","count":1,"changes":[]}]}
            """);
        Write("site.conf", Conf);
        Type("y\n");
        var run = await RunAsync("apply", "-f", "site.conf");
        Assert.Equal("profile gpu is added.\nAdd 1 profile? [y/N] ", run.Error);
        Assert.Equal("Revision 6: added 1 profile.\n", run.Out);
        var sent = Sent<DeclareRequest>(1);
        Assert.Equal(("gpu", "n1", false, 6L), (sent.Profiles[0].Name.ToString(), sent.Nodes[0].Name.ToString(), sent.Prune, sent.Seen));
    }

    [Fact]
    public async Task Apply_StandardInputAndPrune_Sent()
    {
        Answer("/api/v1/catalog/declare", Committed);
        Terminal.In = new StringReader(Conf);
        await RunAsync("apply", "--file", "-", "--prune", "--yes");
        var sent = Sent<DeclareRequest>();
        Assert.True(sent.Prune);
        Assert.Equal("apply -", sent.Comment);
    }

    [Fact]
    public async Task Apply_SeveralMistakes_ALineEach()
    {
        Write("site.conf", "nodes:\n  n1:\n    network devices:\n      default:\n        ipaddr: 10.0.0\n        hwaddr: zz\n");
        var run = await RunAsync("apply", "-f", "site.conf", "-y");
        Assert.Equal(255, run.ExitCode);
        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("ERROR: site.conf, line ", line, StringComparison.Ordinal));
        Assert.Empty(Head.Requests);
    }

    [Fact]
    public async Task Import_Directory_SaysWhatBecomesOfEachFile()
    {
        Answer("/api/v1/catalog/declare", Committed);
        foreach (var file in (string[])["warewulf.conf", "auth.conf", "ipxe/default.ipxe", "grub/grub.cfg.ww", "keys/ssh_host_rsa_key", "tls/warewulf.key", "notes.txt"])
        {
            Write(Path.Combine("old", file), "");
        }

        Write("old/nodes.conf", Conf);
        var run = await RunAsync("import", "old", "--yes");
        Assert.Equal(
            new CommandRun(
                0,
                "Revision 7: changed n1,gpu.\n",
                """
                auth.conf: not used: the REST interface that it guards is not supported yet.
                grub/grub.cfg.ww: not used: GRUB is not supported yet.
                ipxe/default.ipxe: the head takes boot scripts from its own /etc/warewulf/ipxe; put it there.
                keys/ssh_host_rsa_key: overlays read keys from /etc/warewulf/keys of the head; put it there.
                notes.txt: not used: it is not a file of Warewulf's configuration.
                tls/warewulf.key: not used: TLS is not supported yet.
                warewulf.conf: not imported: the head reads its own /etc/warewulf/warewulf.conf when it starts; put it there. 'wwctl upgrade config' writes it in today's form.

                """),
            run);
        Assert.Equal(("gpu", "n1"), (Sent<DeclareRequest>().Profiles[0].Name.ToString(), Sent<DeclareRequest>().Nodes[0].Name.ToString()));
    }

    [Fact]
    public async Task Import_DirectoryWithOldConfiguration_SaysWhatBecomesOfItsKeys()
    {
        Answer("/api/v1/catalog/declare", Committed);
        Write("old/nodes.conf", Conf);
        Write("old/warewulf.conf", "ipaddr: 10.0.0.1\nwarewulf:\n  syslog: true\n  prot: 9873\n  grubboot: true\n");
        var run = await RunAsync("import", "old", "--yes");
        Assert.Equal((0, "Revision 7: changed n1,gpu.\n"), (run.ExitCode, run.Out));
        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("WARN: old/warewulf.conf, line 3: 'warewulf.syslog' has no meaning any more and was dropped.", lines[0]);
        Assert.StartsWith("WARN: old/warewulf.conf, line 4: ", lines[1], StringComparison.Ordinal);
        Assert.Contains("'warewulf: grubboot'", lines[2], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public async Task Import_DirectoryWithWrongConfiguration_SaysSoAndTakesTheNodes()
    {
        Answer("/api/v1/catalog/declare", Committed);
        Write("old/nodes.conf", Conf);
        Write("old/warewulf.conf", "warewulf:\n  port: many\n");
        var run = await RunAsync("import", "old", "--yes");
        Assert.Equal((0, "Revision 7: changed n1,gpu.\n"), (run.ExitCode, run.Out));
        Assert.Contains("line 2", run.Error.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("WARN: old/warewulf.conf: no head starts with this file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_File_OnlyThat()
    {
        Answer("/api/v1/catalog/declare", Committed);
        Write("old/nodes.conf", Conf);
        Write("old/auth.conf", "");
        Assert.Equal(new CommandRun(0, "Revision 7: changed n1,gpu.\n", ""), await RunAsync("import", "old/nodes.conf", "-y"));
    }

    [Theory]
    [InlineData("apply -y", "No file is named: write 'wwctl apply -f nodes.conf'.")]
    [InlineData("apply nodes.conf", "wwctl apply: unexpected argument 'nodes.conf'. See 'wwctl apply --help'.")]
    [InlineData("apply -f absent -y", "Cannot read 'absent': there is no such file.")]
    [InlineData("apply -f . -y", "Cannot read '.': it is a directory.")]
    [InlineData("apply -f empty -y --prune", "'empty' names no node and no profile, and --prune would delete all there are: is it the right file?")]
    [InlineData("apply -f -", "This asks for confirmation and standard input is not a terminal: add --yes.")]
    [InlineData("import", "Name one directory or file: write 'wwctl import /etc/warewulf'.")]
    [InlineData("import . -y", "Cannot read './nodes.conf': there is no such file.")]
    [InlineData("node import", "Name one file: write 'wwctl node import nodes.yaml'.")]
    [InlineData("node import a b", "Name one file: write 'wwctl node import nodes.yaml'.")]
    [InlineData("node import absent/file -y", "Cannot read 'absent/file': there is no such file.")]
    [InlineData("node export --csv -o json", "--csv and --output name two formats: leave one of the two out.")]
    [InlineData("export --revision last", "--revision: 'last' is not the number of a revision: see 'wwctl history'.")]
    public async Task Run_BadInput_OneLineSaysWhat(string line, string message)
    {
        Write("empty", "");
        Assert.Equal(message, await FailAsync(line.Split(' ')));
        Assert.Empty(Head.Requests);
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
