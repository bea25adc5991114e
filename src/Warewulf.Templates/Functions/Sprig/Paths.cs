using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's functions on slash-separated paths. Those with os are the same on Linux.</summary>
internal static class Paths
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        .. Both("base", "osBase", GoType.String, static p => GoValue.String(Base(p))),
        .. Both("dir", "osDir", GoType.String, static p => GoValue.String(Clean(p[..(p.LastIndexOf('/') + 1)]))),
        .. Both("clean", "osClean", GoType.String, static p => GoValue.String(Clean(p))),
        .. Both("ext", "osExt", GoType.String, static p => GoValue.String(Extension(p))),
        .. Both("isAbs", "osIsAbs", GoType.Bool, static p => GoValue.Bool(p.StartsWith('/'))),
    ];

    private static IEnumerable<GoFunction> Both(string name, string osName, GoType result, Func<string, GoValue> map) =>
    [
        GoFunction.Create(name, result, [GoType.String], (_, a) => map(a[0].AsString)),
        GoFunction.Create(osName, result, [GoType.String], (_, a) => map(a[0].AsString)),
    ];

    private static string Base(string path)
    {
        if (path.Length == 0)
        {
            return ".";
        }

        var trimmed = path.TrimEnd('/');
        return trimmed.Length == 0 ? "/" : trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    private static string Extension(string path)
    {
        var at = path.AsSpan().LastIndexOfAny('.', '/');
        return at >= 0 && path[at] == '.' ? path[at..] : "";
    }

    /// <summary>The shortest path that means the same: no empty parts, no ".", and ".." only at the start of a relative path.</summary>
    private static string Clean(string path)
    {
        var root = path.StartsWith('/') ? "/" : "";
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != "." && (part != ".." || root.Length == 0))
            {
                parts.Add(part);
            }
        }

        var clean = root + string.Join('/', parts);
        return clean.Length == 0 ? "." : clean;
    }
}
