using System.Text.Json;
using Warewulf.Core.Overlays;

namespace Warewulf.Core.Tests.Overlays.Cases;

/// <summary>The files of a case: paths of the server, and <c>image:NAME:/path</c> for those of images. It has no links.</summary>
internal sealed class CaseFiles(JsonElement? files) : IOverlayFiles
{
    private readonly Dictionary<string, byte[]> _files = files is { } all
        ? all.EnumerateObject().ToDictionary(f => f.Name, f => System.Text.Encoding.UTF8.GetBytes(f.Value.GetString()!), StringComparer.Ordinal)
        : [];

    public byte[]? ReadServer(string path) => _files.GetValueOrDefault(Absolute(path));

    public byte[]? ReadImage(string image, string path) => _files.GetValueOrDefault($"image:{image}:{Path.Combine("/", path)}");

    public string? Resolve(string path) => _files.ContainsKey(Absolute(path)) ? Absolute(path) : null;

    private static string Absolute(string path) => Path.Combine("/etc/warewulf", path);
}
