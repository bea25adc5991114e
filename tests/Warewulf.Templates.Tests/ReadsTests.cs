using System.Buffers;
using System.Net;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Reads;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

[Trait("Suite", "Fast")]
public sealed class ReadsTests
{
    [Theory]
    [InlineData("{{.Id}}", ".Id Value")]
    [InlineData("{{if .Id}}x{{end}}", ".Id Truth")]
    [InlineData("{{with .Tags}}{{end}}", ".Tags Truth")]
    [InlineData("{{with .Tags}}{{.a}}{{end}}", ".Tags Truth|.Tags.a Value")]
    [InlineData("{{.Tags.none}}", ".Tags.none Value")]
    [InlineData("{{.Tags}}", ".Tags Whole")]
    [InlineData("{{len .Tags}}", ".Tags Length")]
    [InlineData("{{len .Groups}}", ".Groups Length")]
    [InlineData("{{index .Tags \"a\"}}", ".Tags.a Value")]
    [InlineData("{{index .Tags .Id}}", ".Id Value|.Tags.h1 Value")]
    [InlineData("{{index .Tags \"a b\"}}", ".Tags.\"a b\" Value")]
    [InlineData("{{index .Groups 1}}", ".Groups Length|.Groups[*] Value")]
    [InlineData("{{(index .Ports \"eth0\").Device}}", ".Ports.eth0.Device Value")]
    [InlineData("{{.Ports.eth0.Address}}", ".Ports.eth0.Address Value")]
    [InlineData("{{.Ports.eth0.Cidr}}", ".Ports.eth0.Cidr Value")]
    [InlineData("{{.Ports.eth0.Plus 2}}", ".Ports.eth0.Plus int(\"2\") Value")]
    [InlineData("{{range $k, $v := .Ports}}{{$k}}{{end}}", ".Ports Keys|.Ports.* Presence")]
    [InlineData("{{range $v := .Ports}}{{$v.Device}}{{end}}", ".Ports Keys|.Ports.*.Device Value")]
    [InlineData("{{range .All}}{{.Id}}{{end}}", ".All Length|.All[*].Id Value")]
    [InlineData("{{range .Groups}}{{end}}", ".Groups Length|.Groups[*] Presence")]
    [InlineData("{{$x := .Ports}}", ".Ports Presence")]
    [InlineData("{{define \"p\"}}{{.Device}}{{end}}{{template \"p\" .Ports.eth0}}", ".Ports.eth0.Device Value")]
    [InlineData("{{default \"x\" .Tags.a | upper}}", ".Tags.a Truth, Value")]
    [InlineData("{{with default .Spare .Ports.eth0}}{{.Device}}{{end}}", ".Ports.eth0 Truth|.Ports.eth0.Device Value|.Spare Truth")]
    [InlineData("{{with and .Id .Tags}}{{.a}}{{end}}", ".Id Truth|.Tags Truth|.Tags.a Value")]
    [InlineData("{{range list .Ports.eth0 .Id}}{{end}}", ".Id Presence|.Ports.eth0 Presence")]
    [InlineData("{{range list .Ports.eth0}}{{.Device}}{{end}}", ".Ports.eth0.Device Value")]
    [InlineData("{{with dict \"p\" .Ports.eth0}}{{.p.Device}}{{end}}", ".Ports.eth0.Device Value")]
    [InlineData("{{print (list .Ports.eth0.Tags)}}", ".Ports.eth0.Tags Whole")]
    [InlineData("{{(first .All).Id}}", ".All Length|.All[*].Id Value")]
    [InlineData("{{(first (rest .Groups))}}", ".Groups Whole")]
    [InlineData("{{toJson .}}", ". Whole")]
    [InlineData("{{kindOf .Extra}}", ".Extra Presence")]
    [InlineData("{{hasKey .Extra \"k\"}}", ".Extra.k Presence")]
    [InlineData("{{get .Extra \"k\"}}", ".Extra.k Value")]
    [InlineData("{{keys .Extra}}", ".Extra Keys")]
    [InlineData("{{.Spare.Device}}", ".Spare.Device Presence")]
    public void Paths_AfterARender_NameWhatWasRead(string template, string expected)
    {
        var (_, reads) = Observe(template, Example());

        Assert.Equal(expected, string.Join('|', reads.Paths.Select(static r => $"{r.Path} {Shown(r.Kinds)}").Order(StringComparer.Ordinal)));
        Assert.Null(reads.Obstacle);
    }

    [Fact]
    public void Functions_AfterARender_AreThoseCalled()
    {
        var (_, reads) = Observe("{{if false}}{{lower .Id}}{{end}}{{upper .Id | trim}}{{upper .Id}}", Example());

        Assert.Equal(["trim", "upper"], reads.Functions);
    }

    [Fact]
    public void Observe_ByAFunction_AddsEachInputOnce()
    {
        var functions = FunctionSet.Empty.With(GoFunction.Create("read", GoType.String, [GoType.String], static (execution, arguments) =>
        {
            execution.Observe("file", arguments[0].AsString, "abc");
            return GoValue.String(execution.IsObserved ? "seen" : "unseen");
        }));

        var (output, reads) = Observe("{{read \"a\"}} {{read \"b\"}} {{read \"a\"}}", Example(), new TemplateOptions { Functions = functions });

        Assert.Equal("seen seen seen", output);
        Assert.Equal([new TemplateInput("file", "a", "abc"), new TemplateInput("file", "b", "abc")], reads.Inputs);
    }

    [Fact]
    public void Fingerprint_WhenSomethingUnreadChanges_StaysTheSame()
    {
        var (_, reads) = Observe("{{.Ports.eth0.Device}} {{len .Groups}} {{range .All}}{{.Id}}{{end}}", Example());
        var other = Example();
        other.Tags["new"] = "x";
        other.Ports["eth0"].Address = null;
        other.Ports["new"] = new Port();
        other.Groups![0] = "changed";
        other.All[0].Groups = ["changed"];

        Assert.Equal(reads.Fingerprint(Example().Value), reads.Fingerprint(other.Value));
    }

    [Theory]
    [InlineData("{{.Ports.eth0.Device}}")]
    [InlineData("{{.Ports.eth0.Cidr}}")]
    [InlineData("{{(first (rest (prepend .All 1))).Ports.eth0.Cidr}}")]
    [InlineData("{{range .All}}{{range .Ports}}{{.Cidr}}{{end}}{{end}}")]
    [InlineData("{{toJson .Ports}}")]
    [InlineData("{{range $k, $v := .Ports}}{{$k}}{{end}}")]
    [InlineData("{{(index .Ports \"eth1\").Device}}")]
    [InlineData("{{with .Ports.eth1}}{{.Device}}{{end}}")]
    [InlineData("{{len .Ports}}")]
    [InlineData("{{.Ports.eth0.Plus 1}}")]
    public void Fingerprint_WhenSomethingReadChanges_Differs(string template)
    {
        var options = new TemplateOptions { Functions = FunctionSet.Sprig.With(Prepend) };
        var (before, reads) = Observe(template, Example(), options);
        var other = Example();
        foreach (var host in other.All.Prepend(other))
        {
            host.Ports["eth0"].Device = "other";
            host.Ports["eth0"].Hidden = 1;
            host.Ports["eth1"] = new Port { Device = "new" };
        }

        var (after, _) = Observe(template, other, options);

        Assert.NotEqual(before, after);
        Assert.NotEqual(reads.Fingerprint(Example().Value), reads.Fingerprint(other.Value));
    }

    [Theory]
    [InlineData("{{if eq .x 1}}a{{end}}{{$_ := set . \"x\" 2}}")]
    [InlineData("{{$_ := set (first .l) \"x\" 2}}")]
    public void Fingerprint_WhenTheTemplateChangesItsData_IsRefused(string template)
    {
        var data = Render.Dictionary(("x", GoValue.Int(1)), ("l", GoValue.List(Render.Dictionary())));
        var reads = new TemplateReads();

        GoTemplate.Parse("t", template).Render(data, new ArrayBufferWriter<byte>(), new RenderSettings { Reads = reads });

        Assert.NotNull(reads.Obstacle);
        Assert.Null(reads.Fingerprint(data));
    }

    [Fact]
    public void Fingerprint_WhenTheTemplateChangesADictionaryOfItsOwn_IsGiven()
    {
        var (_, reads) = Observe("{{$d := dict \"a\" .Id}}{{$_ := set $d \"b\" .Tags}}{{$d.b.a}}{{$d.a}}", Example());

        Assert.Null(reads.Obstacle);
        Assert.Equal(32, reads.Fingerprint(Example().Value)!.Length);
    }

    [Fact]
    public void Fingerprint_OfDataWithoutEnd_IsNone()
    {
        var (_, reads) = Observe("{{print .Extra}}", Example());
        var endless = GoValue.Dictionary([]);
        ((GoDictionary)endless.AsMap!).Set(GoValue.String("self"), endless);
        var other = Example();
        other.Extra = endless;

        Assert.Null(reads.Fingerprint(other.Value));
    }

    [Fact]
    public void Fingerprint_OfTypesOfOneName_TellsThemApart()
    {
        var (_, reads) = Observe("{{.Nope}}", Example());
        var type = GoType.Struct<Host>("site.Host", t => t.Field("Nope", _ => ""));

        Assert.NotEqual(reads.Fingerprint(Example().Value), reads.Fingerprint(GoValue.Struct(type, Example())));
    }

    [Fact]
    public void Reads_GivenToASecondRender_AreRefused()
    {
        var settings = new RenderSettings { Reads = new TemplateReads() };
        var template = GoTemplate.Parse("t", "x");
        template.Render(default, new ArrayBufferWriter<byte>(), settings);

        Assert.Throws<InvalidOperationException>(() => template.Render(default, new ArrayBufferWriter<byte>(), settings));
    }

    [Fact]
    public void Reads_OfManyNames_EndAsAWholeRead()
    {
        var names = Enumerable.Range(0, 70_000).Select(static i => $"k{i}").ToArray();
        var data = Render.Dictionary(("names", GoValue.Strings(names)), ("map", GoValue.Strings(names.ToDictionary(n => n, n => n))));
        var template = GoTemplate.Parse("t", "{{range .names}}{{index $.map .}}{{end}}");
        var reads = new TemplateReads();

        template.Render(data, new ArrayBufferWriter<byte>(), new RenderSettings { Reads = reads });

        Assert.Contains(reads.Paths, static r => r.Path == ".map" && r.Kinds.HasFlag(ReadKinds.Whole));
    }

    [Fact]
    public void Threads_ObservingOneTemplate_EachSeeTheirOwn()
    {
        var template = GoTemplate.Parse("t", "{{index .Tags .Id}}{{range .All}}{{.Id}}{{end}}");

        Parallel.For(0, 500, i =>
        {
            var host = Example();
            host.Id = $"h{i % 50}";
            var reads = new TemplateReads();
            template.Render(host.Value, new ArrayBufferWriter<byte>(), new RenderSettings { Reads = reads });
            Assert.Equal([".All", ".All[*].Id", ".Id", $".Tags.h{i % 50}"], reads.Paths.Select(static r => r.Path).Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public void Pointers_PrintedInTwoRenders_PrintAlike()
    {
        const string Template = "{{print (list .Ports.eth0 .Ports.eth0)}}";

        Assert.Equal(Render.Text(Template, Example().Value), Render.Text(Template, Example().Value));
    }

    private static GoFunction Prepend { get; } = GoFunction.Create(
        "prepend", GoType.List, [GoType.Any, GoType.Any], static (_, a) => GoValue.List([a[1], .. a[0].AsList.ToArray()]));

    private static string Shown(ReadKinds kinds) => kinds == ReadKinds.Presence ? "Presence" : (kinds & ~ReadKinds.Presence).ToString();

    private static (string Output, TemplateReads Reads) Observe(string template, Host data, TemplateOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var reads = new TemplateReads();
        var end = "";
        try
        {
            GoTemplate.Parse("t", template, options).Render(data.Value, output, new RenderSettings { Reads = reads });
        }
        catch (TemplateException error)
        {
            end = "!" + error.Message;
        }

        return (System.Text.Encoding.UTF8.GetString(output.WrittenSpan) + end, reads);
    }

    private static Host Example() => new()
    {
        Id = "h1",
        Ports = { ["eth0"] = new Port { Device = "eth0", Address = IPAddress.Parse("10.0.0.1"), Tags = { ["t"] = "1" } } },
        Tags = { ["a"] = "1", ["h1"] = "2" },
        Groups = ["g1", "g2"],
        Extra = Render.Dictionary(("k", GoValue.Int(1))),
        All = [new Host { Id = "n1", Ports = { ["eth0"] = new Port { Device = "eth0" } } }, new Host { Id = "n2", Ports = { ["eth0"] = new Port() } }],
    };
}
