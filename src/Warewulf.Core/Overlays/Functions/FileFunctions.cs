using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Functions;

/// <summary>Functions that read the server's files and those of images. What cannot be read is empty text and a warning.</summary>
internal static class FileFunctions
{
    internal static IReadOnlyList<GoFunction> All { get; } =
    [
        GoFunction.Create("Include", GoType.String, [GoType.String], static (execution, arguments) =>
        {
            var path = OverlayFunctions.Text(arguments, 0);
            return Included(execution, Read(execution, path), $"'{path}'");
        }),
        GoFunction.Create("IncludeFrom", GoType.String, [GoType.String, GoType.String], static (execution, arguments) =>
        {
            var (image, path) = (OverlayFunctions.Text(arguments, 0), OverlayFunctions.Text(arguments, 1));
            var content = Guard(() => OverlayFunctions.Run(execution).ReadImage(execution, image, path));
            return Included(execution, content, $"'{path}' of image '{image}'");
        }),
        GoFunction.Create("IncludeBlock", GoType.String, [GoType.String, GoType.String], static (execution, arguments) =>
        {
            var (path, marker) = (OverlayFunctions.Text(arguments, 0), OverlayFunctions.Text(arguments, 1));
            return GoValue.String(Block(execution, path, marker));
        }),
        GoFunction.Create("readlink", GoType.String, [GoType.String], static (execution, arguments) =>
            GoValue.String(Resolve(execution, OverlayFunctions.Text(arguments, 0)))),
    ];

    /// <summary>The path that a server path leads to when every symbolic link is followed.</summary>
    internal static string Resolve(TemplateExecution execution, string path) =>
        Guard(() => OverlayFunctions.Run(execution).Resolve(execution, path))
        ?? throw new GoFunctionException($"the path '{path}' does not exist on the server or is a link that leads nowhere");

    private static byte[]? Read(TemplateExecution execution, string path) => Guard(() => OverlayFunctions.Run(execution).ReadServer(execution, path));

    private static GoValue Included(TemplateExecution execution, byte[]? content, string what)
    {
        if (content is null)
        {
            OverlayFunctions.Run(execution).Warn($"{what} cannot be read: nothing is included");
            return GoValue.String("");
        }

        execution.CheckSize(content.Length);
        var text = content.AsSpan();
        return GoValue.String(GoText.FromUtf8(text.EndsWith("\n"u8) ? text[..^1] : text));
    }

    private static string Block(TemplateExecution execution, string path, string marker)
    {
        if (Read(execution, path) is not { } content)
        {
            OverlayFunctions.Run(execution).Warn($"'{path}' cannot be read: no block is included");
            return marker;
        }

        execution.CheckSize(content.Length + (long)marker.Length);
        var block = new StringBuilder();
        var first = true;
        var text = GoText.FromUtf8(content);
        foreach (var line in Lines(text))
        {
            if (line.Contains(marker, StringComparison.Ordinal))
            {
                break;
            }

            block.Append(first ? "" : "\n").Append(line);
            first = false;
        }

        return block.Append('\n').Append(marker).ToString();
    }

    // A newline at the very end ends the last line and begins none; a carriage return before it belongs to the line's end.
    private static IEnumerable<string> Lines(string text)
    {
        var lines = text.Split('\n');
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        return lines.Take(count).Select(static line => line.EndsWith('\r') ? line[..^1] : line);
    }

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (WarewulfException error)
        {
            throw new GoFunctionException(error.Message, error);
        }
    }
}
