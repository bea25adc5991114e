using Warewulf.Core.Overlays.Rendering;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Functions;

/// <summary>The functions that overlay templates have beside Go's own and Sprig's.</summary>
internal static class OverlayFunctions
{
    /// <summary>All functions of an overlay template. On a clash of names Sprig's would win, as in Warewulf; there is none.</summary>
    internal static FunctionSet All { get; } = FunctionSet.Empty.With([.. TextFunctions.All, .. FileFunctions.All, .. OutputFunctions.All, Ignition])
        .With(FunctionSet.Sprig.Names.Select(static name => FunctionSet.Sprig.Find(name)!));

    /// <summary>The method of the data that gives the node's disks as Ignition's configuration.</summary>
    internal const string IgnitionMethod = "IgnitionJson";

    private static GoFunction Ignition => GoFunction.Create(
        "IgnitionJson", GoType.String, [], static (execution, _) => execution.Ask(IgnitionMethod));

    internal static TemplateRun Run(TemplateExecution execution) =>
        execution.State as TemplateRun ?? throw new InvalidOperationException("An overlay template runs without its state.");

    internal static string Text(ReadOnlySpan<GoValue> arguments, int index) => arguments[index].AsString;
}
