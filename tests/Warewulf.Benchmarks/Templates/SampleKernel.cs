using Warewulf.Templates.Values;

namespace Warewulf.Benchmarks.Templates;

/// <summary>The kernel of a sample node.</summary>
internal sealed class SampleKernel
{
    internal static GoType Type { get; } = GoType.Struct<SampleKernel>("main.Kernel", static t => t
        .Field("Version", _ => "6.12.0-55.el10.x86_64")
        .Field("Args", _ => "quiet"));
}
