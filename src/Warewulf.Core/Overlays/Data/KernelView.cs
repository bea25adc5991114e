using System.Collections.Immutable;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Data;

/// <summary>A node's kernel as templates see it.</summary>
internal sealed class KernelView(Func<string?> version, ImmutableArray<string>? arguments)
{
    /// <summary>The Go type.</summary>
    internal static GoType Type { get; } = GoType.Struct<KernelView>("node.KernelConf", static t => t
        .Field("Version", v => v.Version())
        .Field("Args", GoType.StringList, v => GoValue.Strings(v.Arguments)));

    private Func<string?> Version { get; } = version;

    private ImmutableArray<string>? Arguments { get; } = arguments;
}
