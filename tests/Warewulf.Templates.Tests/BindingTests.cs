using System.Buffers;
using System.Net;
using System.Text;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

[Trait("Suite", "Fast")]
public sealed class BindingTests
{
    private static readonly GoType Flag = GoType.Named("site.Flag", GoType.String, v => v.AsString.ToUpperInvariant());

    private static readonly GoType CardType = GoType.Struct<Card>("site.Card", t => t
        .Field("Device", x => x.Device)
        .Field("Primary", x => x.Primary)
        .Field("Speed", x => x.Speed)
        .Field("Address", GoType.IP, x => GoValue.IP(x.Address))
        .Field("OnBoot", Flag, x => GoValue.String(Flag, x.OnBoot), jsonName: "onboot", omitEmpty: true)
        .Field("Tags", GoType.StringMap, x => GoValue.Strings(x.Tags))
        .Field("hidden", GoType.Int, _ => GoValue.Int(1))
        .Method("Cidr", GoType.String, x => GoValue.String(x.Address + "/24"))
        .Method("Plus", GoFunction.Create("Plus", GoType.Int, [GoType.Int], (_, a) => GoValue.Int(((Card)a[0].Target!).Speed + a[1].AsInteger))));

    private static readonly GoType MachineType = GoType.Struct<Machine>("site.Machine", t => t
        .Field("Name", x => x.Name)
        .Field("Cards", CardType.Pointer.MapFrom(GoType.String), x => GoValue.Map(CardType.Pointer, x.Cards, c => GoValue.Pointer(CardType, c)))
        .Field("Spare", CardType.Pointer, x => GoValue.Pointer(CardType, x.Spare))
        .Field("Parent", t.Type.Pointer, x => GoValue.Pointer(t.Type, x.Parent))
        .Field("Wipe", GoType.Bool.Pointer, x => GoValue.PointerTo(GoType.Bool, x.Wipe is { } wipe ? GoValue.Bool(wipe) : default))
        .Field("Extra", GoType.Any, x => x.Extra)
        .Field("Groups", GoType.StringList, x => GoValue.Strings(x.Groups)));

    private static readonly Machine Example = new()
    {
        Name = "m1",
        Cards = new()
        {
            ["fast"] = new() { Device = "ib0", Speed = 200, OnBoot = "yes" },
            ["boot"] = new() { Device = "eth0", Primary = true, Address = IPAddress.Parse("10.0.0.7"), Tags = new() { ["vlan"] = "12" } },
        },
        Parent = new() { Name = "m0" },
        Wipe = false,
        Extra = GoValue.List(GoValue.Int(1), GoValue.String("two")),
        Groups = ["a", "b"],
    };

    private static GoValue Root => GoValue.Pointer(MachineType, Example);

    [Theory]
    [InlineData("{{.Name}} {{.Parent.Name}} {{.Cards.boot.Device}}", "m1 m0 eth0")]
    [InlineData("{{range $n, $c := .Cards}}{{$n}}:{{$c.Device}}:{{$c.Primary}} {{end}}", "boot:eth0:true fast:ib0:false ")]
    [InlineData("{{.Cards.boot.Address}} {{.Cards.fast.Address}}", "10.0.0.7 <nil>")]
    [InlineData("{{.Cards.boot.Cidr}} {{.Cards.fast.Plus 5}}", "10.0.0.7/24 205")]
    [InlineData("{{.Cards.boot.Tags.vlan}}{{.Cards.boot.Tags.none}}", "12<no value>")]
    [InlineData("{{.Cards.none}} {{.Cards.none.Device}}", "<no value> <no value>")]
    [InlineData("{{.Cards.fast.OnBoot}} {{eq .Cards.fast.OnBoot \"yes\"}}", "YES true")]
    [InlineData("{{.Wipe}} {{if .Wipe}}set{{end}} {{if .Spare}}y{{else}}n{{end}}", "false set n")]
    [InlineData("{{.Extra}} {{index .Extra 1}} {{.Groups}}", "[1 two] two [a b]")]
    [InlineData("{{printf \"%T %T %T\" . .Cards .Cards.boot}}", "*site.Machine map[string]*site.Card *site.Card")]
    [InlineData("{{printf \"%+v\" .Cards.fast}}", "&{Device:ib0 Primary:false Speed:200 Address:<nil> OnBoot:YES Tags:map[] hidden:1}")]
    [InlineData("{{toJson .Cards.boot}}", "{\"Device\":\"eth0\",\"Primary\":true,\"Speed\":0,\"Address\":\"10.0.0.7\",\"Tags\":{\"vlan\":\"12\"}}")]
    public void Objects_BoundToGoTypes_BehaveLikeGoValues(string template, string expected) => Assert.Equal(expected, Render.Text(template, Root));

    [Theory]
    [InlineData("{{.Nope}}", "at <.Nope>: can't evaluate field Nope in type *site.Machine")]
    [InlineData("{{.Spare.Device}}", "at <.Spare.Device>: nil pointer evaluating *site.Card.Device")]
    [InlineData("{{.Spare.Cidr}}", "at <.Spare.Cidr>: nil pointer evaluating *site.Card.Cidr")]
    [InlineData("{{(index .Cards \"x\").Device}}", "at <\"x\">: nil pointer evaluating *site.Card.Device")]
    [InlineData("{{.Cards.boot.hidden}}", "at <.Cards.boot.hidden>: hidden is an unexported field of struct type *site.Card")]
    [InlineData("{{.Name 1}}", "at <.Name>: Name has arguments but cannot be invoked as function")]
    [InlineData("{{.Cards.boot.Cidr 1}}", "at <.Cards.boot.Cidr>: wrong number of args for Cidr: want 0 got 1")]
    [InlineData("{{upper .Cards.fast.OnBoot}}", "at <.Cards.fast.OnBoot>: wrong type for value; expected string; got site.Flag")]
    [InlineData("{{hasKey .Cards.boot.Tags \"a\"}}", "at <.Cards.boot.Tags>: wrong type for value; expected map[string]interface {}; got map[string]string")]
    [InlineData("{{eq .Wipe true}}", "at <eq .Wipe true>: error calling eq: incompatible types for comparison: *bool and bool")]
    public void Objects_UsedWrongly_GiveGoErrors(string template, string message) =>
        Assert.EndsWith(message, Render.Error(template, Root).Message, StringComparison.Ordinal);

    [Fact]
    public void OneSite_SeeingSeveralTypes_ResolvesEach()
    {
        var mixed = GoValue.List(Root, Render.Dictionary(("Name", GoValue.String("map"))), GoValue.Struct(MachineType, Example));

        Assert.Equal("m1 map m1 ", Render.Text("{{range .}}{{.Name}} {{end}}", mixed));
    }

    [Fact]
    public void Functions_OfTheCaller_SwitchOutputAndAbort()
    {
        var files = new Dictionary<string, ArrayBufferWriter<byte>>(StringComparer.Ordinal);
        var functions = FunctionSet.Sprig.With(
            GoFunction.Create("abort", GoType.String, [], (e, _) => e.Abort()),
            GoFunction.Create("file", GoType.String, [GoType.String], (e, a) =>
            {
                var all = (Dictionary<string, ArrayBufferWriter<byte>>)e.State!;
                e.Output = all[a[0].AsString] = new ArrayBufferWriter<byte>();
                return GoValue.String("");
            }));
        var first = new ArrayBufferWriter<byte>();
        var template = GoTemplate.Parse(
            "t", "head{{file \"one\"}}1{{file (print \"tw\" \"o\")}}2{{range 3}}{{or false (abort)}}{{end}}never", new TemplateOptions { Functions = functions });

        var outcome = template.Render(default, first, files);

        Assert.Equal(RenderOutcome.Aborted, outcome);
        Assert.Equal("head", Encoding.UTF8.GetString(first.WrittenSpan));
        Assert.Equal("1", Encoding.UTF8.GetString(files["one"].WrittenSpan));
        Assert.Equal("2", Encoding.UTF8.GetString(files["two"].WrittenSpan));
    }

    [Fact]
    public void Functions_OfTheCaller_AreCheckedAgainstTheirSignature()
    {
        var functions = FunctionSet.Empty.With(GoFunction.Create("twice", GoType.Int, [GoType.Int], (_, a) => GoValue.Int(2 * a[0].AsInteger)));
        var options = new TemplateOptions { Functions = functions };

        Assert.Equal("14", Render.Text("{{7 | twice}}", default, options));
        Assert.EndsWith("at <\"7\">: expected integer; found \"7\"", Render.Error("{{twice \"7\"}}", default, options).Message, StringComparison.Ordinal);
        Assert.EndsWith("wrong number of args for twice: want 1 got 2", Render.Error("{{twice 1 2}}", default, options).Message, StringComparison.Ordinal);
    }

    private sealed class Card
    {
        public string? Device { get; init; }

        public bool Primary { get; init; }

        public long Speed { get; init; }

        public IPAddress? Address { get; init; }

        public string? OnBoot { get; init; }

        public Dictionary<string, string>? Tags { get; init; }
    }

    private sealed class Machine
    {
        public string? Name { get; init; }

        public Dictionary<string, Card>? Cards { get; init; }

        public Card? Spare { get; init; }

        public Machine? Parent { get; init; }

        public bool? Wipe { get; init; }

        public GoValue Extra { get; init; }

        public List<string>? Groups { get; init; }
    }
}
