using Warewulf.Core.Nodes;

namespace Warewulf.Cli.Commands.Fields;

/// <summary>Names the kinds of values in help and headers.</summary>
internal static class ValueText
{
    /// <summary>What a flag of yes and no takes.</summary>
    public const string YesNo = "YES|NO";

    /// <summary>What a value of a kind is called.</summary>
    public static string Of(NodeFieldKind kind) => kind switch
    {
        NodeFieldKind.List => "LIST",
        NodeFieldKind.Address => "ADDRESS",
        NodeFieldKind.Mac => "MAC",
        NodeFieldKind.YesNo or NodeFieldKind.TriState => YesNo,
        NodeFieldKind.Number => "NUMBER",
        NodeFieldKind.TagMap => "KEY=VALUE",
        NodeFieldKind.ResourceMap => "ANYTHING",
        _ => "TEXT",
    };
}
