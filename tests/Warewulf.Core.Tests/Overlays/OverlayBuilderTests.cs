using System.IO.Compression;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Overlays;

/// <summary>Builds cost what changed, and are what a build from nothing gives.</summary>
[Trait("Suite", "Fast")]
public sealed class OverlayBuilderTests : IDisposable
{
    private readonly OverlayLab _lab = new();
    private readonly OverlayShelf _shelf = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Build_SameAgain_RendersNothing()
    {
        _lab.Write("site/a/rootfs/own.ww", "{{ .Id }} {{ .BuildTimeUnix }}");
        _lab.Write("site/a/rootfs/all.ww", "{{ range .AllNodes }}{{ .Id }}{{ end }}");
        var builder = Builder();
        var set = Set("a");
        var first = builder.Build(_lab.Context(), set, null, _shelf);
        var renders = _lab.Renderer.Renders;

        var again = builder.Build(_lab.Context(), set, first, _shelf);
        var fresh = builder.Build(_lab.Context(), Set("a"), null, _shelf);

        Assert.Equal(2, renders);
        Assert.Equal(renders, _lab.Renderer.Renders);
        Assert.Equal(first.Recipe.Segments, again.Recipe.Segments);
        Assert.Equal(first.Recipe.Segments, fresh.Recipe.Segments);
    }

    [Fact]
    public void Renew_AnotherNodeChanged_RendersOnlyWhatReadsAll()
    {
        _lab.Write("site/a/rootfs/own.ww", "{{ .Id }}");
        _lab.Write("site/a/rootfs/all.ww", "{{ range .AllNodes }}{{ .Id }} {{ .Tags.x }}{{ end }}");
        var builder = Builder();
        var set = Set("a");
        var builds = _lab.Nodes.Select(node => builder.Build(new OverlayContext(_lab.Site(), node), set, null, _shelf)).ToList();
        var renders = _lab.Renderer.Renders;
        _lab.Nodes[1] = OverlayLab.MakeNode(2, settings => settings with { Tags = settings.Tags!.SetItem("x", "new") });
        var site = _lab.Site();

        var renewed = builder.Renew(new OverlayContext(site, _lab.Nodes[0]), set, builds[0]);

        Assert.NotNull(renewed);
        Assert.Equal(renders + 1, _lab.Renderer.Renders);
        Assert.Equal(builds[0].Own, renewed.Own);
        Assert.NotEqual(builds[0].Shared.Digest, renewed.Shared.Digest);
        Assert.Contains("n0002 new", Text(renewed, "all"), StringComparison.Ordinal);

        // The node itself changed, in nothing that its own files read: they are taken over.
        Assert.Null(builder.Renew(new OverlayContext(site, _lab.Nodes[1]), set, builds[1]));
        Assert.Equal(builds[1].Own, builder.Build(new OverlayContext(site, _lab.Nodes[1]), set, builds[1], _shelf).Own);
        Assert.Equal(renders + 1, _lab.Renderer.Renders);
    }

    [Fact]
    public void Renew_NothingThatIsReadChanged_RendersNothing()
    {
        _lab.Write("site/a/rootfs/all.ww", "{{ range .AllNodes }}{{ .Id }}{{ end }}");
        var builder = Builder();
        var set = Set("a");
        var before = builder.Build(_lab.Context(), set, null, _shelf);
        _lab.Nodes[1] = OverlayLab.MakeNode(2, settings => settings with { Comment = "other" });

        var renewed = builder.Renew(_lab.Context(), set, before);

        Assert.Same(before.Shared, renewed!.Shared);
        Assert.Equal(1, _lab.Renderer.Renders);
    }

    [Fact]
    public void Build_OwnFilesThatReadOthers_AreRenderedAnewWhenThoseChange()
    {
        _lab.Write("site/a/rootfs/peers.ww", "{{ $me := .Id }}{{ range .AllNodes }}{{ if ne .Id $me }}{{ .Id }}={{ .Comment }} {{ end }}{{ end }}");
        var builder = Builder();
        var set = Set("a");
        var before = builder.Build(_lab.Context(), set, null, _shelf);
        Assert.Equal("n0002= ", Text(before, "peers"));
        _lab.Nodes[1] = OverlayLab.MakeNode(2, settings => settings with { Comment = "c" });

        Assert.Null(builder.Renew(_lab.Context(), set, before));
        Assert.Equal("n0002=c ", Text(builder.Build(_lab.Context(), set, before, _shelf), "peers"));
    }

    [Fact]
    public void Build_IncludedFileChanged_IsNoticedOnceInputsAreForgotten()
    {
        _lab.Write("root/etc/secret", "one");
        _lab.Write("site/a/rootfs/own.ww", "{{ .Id }} {{ Include \"/etc/secret\" }}");
        _lab.Write("site/a/rootfs/shared.ww", "{{ Include \"/etc/secret\" }}");
        var builder = Builder();
        var set = Set("a");
        var context = _lab.Context();
        var before = builder.Build(context, set, null, _shelf);
        _lab.Write("root/etc/secret", "two");
        Assert.Same(before, builder.Renew(context, set, before));

        context.Site.ForgetInputs();

        Assert.Null(builder.Renew(context, set, before));
        var after = builder.Build(context, set, before, _shelf);
        Assert.Equal("n0001 two", Text(after, "own"));
        Assert.Equal("two", Text(after, "shared"));
        Assert.Same(after, builder.Renew(context, set, after));
    }

    [Fact]
    public void Build_ChanceAndClock_StayUntilWhatElseIsReadChanges()
    {
        _lab.Write("site/a/rootfs/secret.ww", "{{ randAlphaNum 20 }} {{ .Comment }}");
        var builder = Builder();
        var set = Set("a");
        var first = builder.Build(_lab.Context(), set, null, _shelf);
        var other = builder.Build(new OverlayContext(_lab.Site(), _lab.Nodes[1]), set, null, _shelf);

        Assert.NotEqual(Text(first, "secret"), Text(other, "secret"));
        Assert.Equal(Text(first, "secret"), Text(builder.Build(_lab.Context(), Set("a"), first, _shelf), "secret"));
        _lab.Nodes[0] = OverlayLab.MakeNode(1, settings => settings with { Comment = "c" });
        Assert.NotEqual(Text(first, "secret").Trim(), Text(builder.Build(_lab.Context(), set, first, _shelf), "secret")[..20]);
    }

    [Fact]
    public void Build_SharedFileReplacedByOwn_IsThatNodesOnly()
    {
        _lab.Write("site/a/rootfs/etc/f", "common");
        _lab.Write("site/b/rootfs/etc/f.ww", "{{ if eq .Id \"n0002\" }}{{ abort }}{{ end }}{{ .Id }}");
        var builder = Builder();
        var set = Set("a", "b");

        var first = builder.Build(_lab.Context(), set, null, _shelf);
        var second = builder.Build(new OverlayContext(_lab.Site(), _lab.Nodes[1]), set, null, _shelf);

        Assert.Equal("n0001", Text(first, "etc/f"));
        Assert.Equal("common", Text(first, "etc/f.wwbackup"));
        Assert.Equal("common", Text(second, "etc/f"));
        Assert.Equal("common", Text(builder.Renew(new OverlayContext(_lab.Site(), _lab.Nodes[1]), set, second)!, "etc/f"));
    }

    [Fact]
    public void Build_TemplateOfAllBecomesOwn_IsNoticed()
    {
        _lab.Write("site/a/rootfs/f.ww", "{{ if gt (len .AllNodes) 2 }}{{ .Id }}{{ else }}few{{ end }}");
        _lab.Write("site/a/rootfs/g.ww", "{{ .Id }}");
        var builder = Builder();
        var set = Set("a");
        var before = builder.Build(_lab.Context(), set, null, _shelf);
        _lab.Nodes.Add(OverlayLab.MakeNode(3));

        Assert.Null(builder.Renew(_lab.Context(), set, before));
        Assert.Equal("n0001", Text(builder.Build(_lab.Context(), set, before, _shelf), "f"));
    }

    [Fact]
    public void Build_ManyNodes_StoreWhatTheyShareOnce()
    {
        _lab.Write("site/a/rootfs/client", string.Concat(Enumerable.Range(0, 200_000).Select(number => $"{number * 7919L % 100_003} ")));
        _lab.Write("site/a/rootfs/own.ww", "{{ .Id }}");
        _lab.Nodes.Clear();
        _lab.Nodes.AddRange(Enumerable.Range(1, 100).Select(number => OverlayLab.MakeNode(number)));
        var builder = Builder();
        var set = Set("a");
        var site = _lab.Site();
        builder.Build(new OverlayContext(site, _lab.Nodes[0]), set, null, _shelf);
        var (one, puts) = (_shelf.Bytes, _shelf.Puts);

        foreach (var node in _lab.Nodes)
        {
            builder.Build(new OverlayContext(site, node), set, null, _shelf);
        }

        Assert.InRange((_shelf.Bytes - one) / 99, 1, 500);
        Assert.InRange(_shelf.Puts - puts, 99, 105);
    }

    [Fact]
    public async Task Build_ManyAtOnce_RendersWhatIsSharedOnce()
    {
        _lab.Write("site/a/rootfs/all.ww", "{{ range until 2000 }}{{ . }}{{ end }}{{ range .AllNodes }}{{ .Id }}{{ end }}");
        _lab.Nodes.Clear();
        _lab.Nodes.AddRange(Enumerable.Range(1, 200).Select(number => OverlayLab.MakeNode(number)));
        var builder = Builder();
        var set = Set("a");
        var site = _lab.Site();

        await Parallel.ForEachAsync(_lab.Nodes, new ParallelOptions { MaxDegreeOfParallelism = 32 }, (node, _) =>
        {
            builder.Build(new OverlayContext(site, node), set, null, _shelf);
            return ValueTask.CompletedTask;
        });

        Assert.Equal(1, _lab.Renderer.Renders);
    }

    /// <summary>Whatever is changed in whatever order, a build that goes on from earlier ones is the build from nothing.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Build_RandomChanges_GivesWhatABuildFromNothingGives(int seed)
    {
        var random = new Random(seed);
        string[] texts =
        [
            "{{ .Id }} {{ .Comment }}", "{{ range .AllNodes }}{{ .Id }}:{{ .Comment }} {{ end }}", "{{ .Tags.role }}", "{{ .Kernel.Version }}",
            "{{ if .Comment }}{{ file \"x\" }}{{ .Id }}{{ else }}{{ file \"y\" }}{{ end }}", "{{ Include \"/etc/shared\" }}", "{{ .Ipaddr }} {{ .Comment }}",
            "{{ if eq .Comment \"b\" }}{{ abort }}{{ end }}here", "{{ softlink .Tags.role }}", "{{ len .AllNodes }}{{ range .NetDevs }}{{ .Ipaddr }}{{ end }}",
            "{{ if gt (len .AllNodes) 4 }}{{ .Id }}{{ end }}", "plain",
        ];
        _lab.Write("root/etc/shared", "0");
        for (var i = 0; i < 6; i++)
        {
            _lab.Write($"site/o{i % 3}/rootfs/d{i % 2}/f{i}.ww", texts[random.Next(texts.Length)]);
        }

        _lab.Write("site/o1/rootfs/d0/f0", "static");
        var builder = Builder();
        var builds = new Dictionary<NodeName, OverlayBuild>();
        for (var step = 0; step < 40; step++)
        {
            switch (random.Next(6))
            {
                case 0:
                    _lab.Write($"site/o{random.Next(3)}/rootfs/d{random.Next(2)}/f{random.Next(6)}.ww", texts[random.Next(texts.Length)] + step);
                    break;
                case 1:
                    _lab.Write("root/etc/shared", $"{step}");
                    break;
                case 2:
                    _lab.Nodes.Add(OverlayLab.MakeNode(_lab.Nodes.Count + 1));
                    break;
                default:
                    var changed = random.Next(_lab.Nodes.Count);
                    _lab.Nodes[changed] = OverlayLab.MakeNode(changed + 1, settings => settings with { Comment = "abc"[random.Next(3)].ToString() });
                    break;
            }

            var site = _lab.Site();
            var set = Set("o0", "o1", "o2");
            var other = new OverlayShelf();
            foreach (var node in _lab.Nodes)
            {
                var context = new OverlayContext(site, node);
                var built = builds[node.Name] = builder.Build(context, set, builds.GetValueOrDefault(node.Name), _shelf);
                var renderer = new OverlayRenderer(_lab.Source, _lab.Files);
                var fresh = new OverlayBuilder(renderer, other).Build(
                    new OverlayContext(_lab.Site(), node), renderer.Load(set.Trees.Select(tree => tree.Name).ToList()), null, other);
                Assert.Equal(fresh.Recipe.Segments, built.Recipe.Segments);
            }
        }
    }

    private OverlayBuilder Builder() => new(_lab.Renderer, _shelf);

    private OverlaySet Set(params string[] names) => _lab.Renderer.Load([.. names.Select(OverlayName.Parse)]);

    private string Text(OverlayBuild build, string path)
    {
        using var packed = new MemoryStream();
        _shelf.Write(build.Recipe, packed);
        packed.Position = 0;
        var archive = _lab["archive"];
        using (var plain = File.Create(archive))
        using (var gzip = new GZipStream(packed, CompressionMode.Decompress))
        {
            gzip.CopyTo(plain);
        }

        return Tool.Shell(_lab["site"], $"cpio -i --to-stdout --quiet {path} < {archive}");
    }
}
