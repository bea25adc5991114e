using System.Text;
using Warewulf.Core.Archives;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>Where the output of a template lies.</summary>
internal static class OutputPath
{
    private static int SuffixLength => ".ww".Length;

    /// <summary>A template's own file: its path without <c>.ww</c>.</summary>
    internal static BytePath OwnFile(BytePath template) => template.FileName.Length == SuffixLength
        ? throw new OutputTreeException("a template needs a name before '.ww'")
        : new BytePath(template.Bytes[..^SuffixLength]);

    /// <summary>A file that a template named: beside the template, or anywhere below the node's root when the name begins with a slash.</summary>
    internal static BytePath Named(BytePath template, string name)
    {
        var bytes = GoText.ToUtf8(name);
        if (bytes.AsSpan().Contains((byte)0))
        {
            throw new OutputTreeException("the name of an output has a NUL in it");
        }

        var path = bytes is [(byte)'/', ..] ? default : template.Parent;
        foreach (var range in bytes.AsSpan().Split((byte)'/'))
        {
            var component = bytes.AsSpan()[range];
            if (component.SequenceEqual(".."u8))
            {
                path = path.IsEmpty ? throw new OutputTreeException($"the output '{Show(name)}' escapes the node's root") : path.Parent;
            }
            else if (component.Length > BytePath.MaxNameLength)
            {
                throw new OutputTreeException(
                    $"the output '{Show(name)}' has a name of {component.Length} bytes; the limit is {BytePath.MaxNameLength}");
            }
            else if (!component.IsEmpty && !component.SequenceEqual("."u8))
            {
                path = path.Child(component);
            }
        }

        return path.IsEmpty || bytes.Length == 0 || bytes[^1] == '/'
            ? throw new OutputTreeException($"the output '{Show(name)}' names a directory")
            : path;
    }

    private static string Show(string name) => BytePath.FromText(name).ToString() is { Length: <= 200 } text
        ? text
        : new StringBuilder(BytePath.FromText(name).ToString(), 0, 200, 256).Append("...").ToString();
}
