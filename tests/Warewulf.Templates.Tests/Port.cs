using System.Net;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

/// <summary>A part of a <see cref="Host"/>, with methods that look at more than its fields.</summary>
internal sealed class Port
{
    public static GoType Word { get; } = GoType.Named("site.Word", GoType.String, static v => v.AsString.ToUpperInvariant(),
        [GoFunction.Create("IsYes", GoType.Bool, [], static (_, a) => GoValue.Bool(a[0].AsString == "yes"))]);

    public static GoType Type { get; } = GoType.Struct<Port>("site.Port", static t => t
        .Field("Device", x => x.Device)
        .Field("Address", GoType.IP, x => GoValue.IP(x.Address))
        .Field("OnBoot", Word, x => GoValue.String(Word, x.OnBoot))
        .Field("Wipe", GoType.Bool.Pointer, x => GoValue.PointerTo(GoType.Bool, x.Wipe is { } wipe ? GoValue.Bool(wipe) : default))
        .Field("Tags", GoType.StringMap, x => GoValue.Strings(x.Tags))
        .Method("Cidr", GoType.String, x => GoValue.String($"{x.Address}/{x.Hidden}"))
        .Method("Fails", GoType.String, x => x.Hidden > 2 ? throw new GoFunctionException($"hidden is {x.Hidden}") : GoValue.String("fine"))
        .Method("Plus", GoFunction.Create("Plus", GoType.Int, [GoType.Int], static (_, a) => GoValue.Int(((Port)a[0].Target!).Hidden + a[1].AsInteger))));

    public string Device { get; set; } = "";

    public IPAddress? Address { get; set; }

    public string OnBoot { get; set; } = "";

    public bool? Wipe { get; set; }

    public Dictionary<string, string> Tags { get; } = [];

    public int Hidden { get; set; }
}
