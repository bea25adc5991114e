using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Functions;

/// <summary>Functions that decide what a template's output becomes.</summary>
internal static class OutputFunctions
{
    internal static IReadOnlyList<GoFunction> All { get; } =
    [
        GoFunction.Create("file", GoType.String, [GoType.String], static (execution, arguments) =>
        {
            execution.Output = OverlayFunctions.Run(execution).Begin(OverlayFunctions.Text(arguments, 0)).Text;
            return GoValue.String("");
        }),
        GoFunction.Create("softlink", GoType.String, [GoType.String], static (execution, arguments) =>
        {
            OverlayFunctions.Run(execution).Current.Target = OverlayFunctions.Text(arguments, 0);
            return GoValue.String("");
        }),
        GoFunction.Create("ImportLink", GoType.String, [GoType.String], static (execution, arguments) =>
        {
            OverlayFunctions.Run(execution).Current.Target = FileFunctions.Resolve(execution, OverlayFunctions.Text(arguments, 0));
            return GoValue.String("");
        }),
        GoFunction.Create("nobackup", GoType.String, [], static (execution, _) =>
        {
            OverlayFunctions.Run(execution).NoBackup = true;
            return GoValue.String("");
        }),
        GoFunction.Create("abort", GoType.String, [], static (execution, _) => execution.Abort()),
    ];
}
