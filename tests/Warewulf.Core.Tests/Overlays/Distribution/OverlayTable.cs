namespace Warewulf.Core.Tests.Overlays.Distribution;

/// <summary>The table of what git does not keep of our overlays, and the tree as <c>deploy/install</c> makes it.</summary>
public sealed class OverlayTable
{
    private static readonly string Overlays = Path.Combine(OverlayLab.DeployDirectory, "overlays");

    private readonly Dictionary<string, UnixFileMode> _modes = [];
    private readonly Dictionary<string, string> _copies = [];

    public OverlayTable()
    {
        foreach (var words in File.ReadLines(Path.Combine(OverlayLab.DeployDirectory, "overlays.table")).Select(line => line.Split(' ')))
        {
            if (words is ["mode", var mode, var path])
            {
                _modes.Add(path, (UnixFileMode)Convert.ToInt32(mode, 8));
            }
            else if (words is ["copy", var name, var original])
            {
                _copies.Add(name, original);
            }
            else
            {
                Assert.True(words is [""] or ["#", ..] or ["#"], $"deploy/overlays.table has a line that nobody understands: {string.Join(' ', words)}");
            }
        }
    }

    /// <summary>The overlays in <c>deploy/overlays</c>.</summary>
    public static IReadOnlyList<string> Own { get; } =
        [.. Directory.EnumerateDirectories(Overlays).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>Overlays that are another one under a second name.</summary>
    public IReadOnlyDictionary<string, string> Copies => _copies;

    /// <summary>The paths that have modes of their own.</summary>
    public IEnumerable<string> Paths => _modes.Keys;

    /// <summary>Makes the tree in a directory.</summary>
    public void Install(string target)
    {
        foreach (var name in Own)
        {
            Install(name, Path.Combine(target, name));
        }

        foreach (var (name, original) in _copies)
        {
            Install(original, Path.Combine(target, name));
        }
    }

    private void Install(string overlay, string target)
    {
        var source = Path.Combine(Overlays, overlay);
        Make(overlay, target, isDirectory: true, isProgram: true);
        foreach (var path in Directory.EnumerateFileSystemEntries(source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var relative = Path.GetRelativePath(source, path);
            var copy = Path.Combine(target, relative);
            var isDirectory = Directory.Exists(path);
            if (!isDirectory)
            {
                File.Copy(path, copy);
            }

            Make($"{overlay}/{relative}", copy, isDirectory, File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute));
        }
    }

    private void Make(string name, string path, bool isDirectory, bool isProgram)
    {
        if (isDirectory)
        {
            Directory.CreateDirectory(path);
        }

        File.SetUnixFileMode(path, _modes.TryGetValue(name, out var mode) ? mode : (UnixFileMode)(isDirectory || isProgram ? 0x1ED : 0x1A4));
    }
}
