using System.Text;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Tests.Nodes;

/// <summary>The page of all fields is made of their table. To write it anew, run these tests with WAREWULF_WRITE_DOCS=1.</summary>
[Trait("Suite", "Fast")]
public sealed class FieldsPageTests
{
    private static readonly Dictionary<FieldScope, (string Title, string Place)> Scopes = new()
    {
        [FieldScope.Own] = ("The node itself", "at the top of a node or profile"),
        [FieldScope.Kernel] = ("Kernel", "below `kernel`"),
        [FieldScope.Ipmi] = ("Management controller", "below `ipmi`"),
        [FieldScope.Net] = ("Network devices", "below `network devices` and the name of one; `--netname` chooses it, `default` unless said"),
        [FieldScope.Disk] = ("Disks", "below `disks` and the path of one; `--diskname` chooses it"),
        [FieldScope.Partition] = ("Partitions", "below a disk's `partitions` and the label of one; `--partname` chooses it"),
        [FieldScope.FileSystem] = ("File systems", "below `filesystems` and the device of one; `--fsname` chooses it"),
    };

    [Fact]
    public void Page_ComparedWithTheTable_IsCurrent()
    {
        var path = Path.Combine(Root(), "docs", "fields.md");
        var page = Page();
        if (Environment.GetEnvironmentVariable("WAREWULF_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, page);
        }

        Assert.True(File.Exists(path) && File.ReadAllText(path) == page, "docs/fields.md is not current: run this test with WAREWULF_WRITE_DOCS=1.");
    }

    private static string Page()
    {
        var page = new StringBuilder("""
            # Fields of nodes and profiles

            Everything that `nodes.conf` can say of a node or a profile, made of the table that flags, files and differences come from. `wwctl node set` and
            `wwctl profile set` take the flags; where a field has none, only files can set it (`wwctl node edit`, `import`, `wwctl apply`).
            `UNDEF` or an empty text removes a value.

            """);
        foreach (var (scope, (title, place)) in Scopes)
        {
            page.Append($"\n## {title}\n\nIn files {place}.\n\n| key | flag | kind | what it says |\n|---|---|---|---|\n");
            foreach (var field in NodeFields.All.Where(field => field.Scope == scope))
            {
                var remarks = (field.IsNodeOnly ? "; nodes only" : "") + (field.IsSecret ? "; shown only by `--json` and `--yaml`" : "");
                page.Append($"| `{field.Key}` | {Flag(field)} | {Kind(field.Kind)} | {field.Help}{remarks} |\n");
            }
        }

        return page.ToString();
    }

    private static string Flag(NodeField field) => (field.Flag, field.Short, field.DeleteFlag) switch
    {
        (null, _, _) => "",
        (var flag, null, null) => $"`--{flag}`",
        (var flag, null, var delete) => $"`--{flag}`, `--{delete}`",
        (var flag, var letter, _) => $"`--{flag}`, `-{letter}`",
    };

    private static string Kind(NodeFieldKind kind) => kind switch
    {
        NodeFieldKind.Text => "text",
        NodeFieldKind.List => "list, with commas",
        NodeFieldKind.Address => "address",
        NodeFieldKind.Mac => "hardware address",
        NodeFieldKind.YesNo or NodeFieldKind.TriState => "yes or no",
        NodeFieldKind.Number => "number",
        NodeFieldKind.TagMap => "`key=value`, with commas",
        NodeFieldKind.ResourceMap => "any shape",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Warewulf.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Warewulf.sln is above no folder of the test.");
        }

        return folder;
    }
}
