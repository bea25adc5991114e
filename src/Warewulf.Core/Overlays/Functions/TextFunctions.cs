using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Functions;

/// <summary>Functions on texts and numbers.</summary>
internal static class TextFunctions
{
    internal static IReadOnlyList<GoFunction> All { get; } =
    [
        GoFunction.Create("basename", GoType.String, [GoType.String], static (_, arguments) =>
            GoValue.String(BaseName(OverlayFunctions.Text(arguments, 0)))),
        GoFunction.Create("inc", GoType.Int, [GoType.Int], static (_, arguments) => GoValue.Int(unchecked(arguments[0].AsInteger + 1))),
        GoFunction.Create("dec", GoType.Int, [GoType.Int], static (_, arguments) => GoValue.Int(unchecked(arguments[0].AsInteger - 1))),
        GoFunction.Create("UniqueField", GoType.String, [GoType.String, GoType.Int, GoType.String], static (_, arguments) =>
            GoValue.String(UniqueField(OverlayFunctions.Text(arguments, 0), arguments[1].AsInteger, OverlayFunctions.Text(arguments, 2)))),
        GoFunction.Create("SystemdEscape", GoType.String, [GoType.String], static (_, arguments) =>
            GoValue.String(SystemdEscaping.Escape(OverlayFunctions.Text(arguments, 0)))),
        GoFunction.Create("SystemdEscapePath", GoType.String, [GoType.String], static (_, arguments) =>
            GoValue.String(SystemdEscaping.EscapePath(OverlayFunctions.Text(arguments, 0)))),
    ];

    private static string BaseName(string path)
    {
        if (path.Length == 0)
        {
            return ".";
        }

        var trimmed = path.TrimEnd('/');
        return trimmed.Length == 0 ? "/" : trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    // Lines that lack the field, or have it empty, say nothing twice and stay.
    private static string UniqueField(string separator, long index, string text)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var lines = text.Split('\n').Where(line =>
        {
            var fields = separator.Length == 0 ? [line] : line.Split(separator);
            return index < 0 || index >= fields.Length || fields[index].Length == 0 || seen.Add(fields[index]);
        });
        return string.Join('\n', lines);
    }
}
