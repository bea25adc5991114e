using System.Text.Json;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Nodes;

namespace Warewulf.Edge.Cache;

/// <summary>The last plan of every machine this edge has booted, on disk, for the time when no head answers.</summary>
internal sealed partial class PlanStore
{
    private readonly string _directory;
    private readonly ILogger<PlanStore> _logger;

    public PlanStore(EdgeOptions options, ILogger<PlanStore> logger)
    {
        _logger = logger;
        _directory = Path.Combine(options.CacheDirectory, "plans");
        Directory.CreateDirectory(_directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        CacheEviction.RemoveLeftovers(_directory);
    }

    /// <summary>The last plan of a machine; nothing when there is none or it cannot be read.</summary>
    public async Task<PlanResponse?> LoadAsync(MacAddress mac, CancellationToken cancellationToken)
    {
        var file = PathOf(mac);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            var bytes = await File.ReadAllBytesAsync(file, cancellationToken);
            return JsonSerializer.Deserialize(bytes, ApiJsonContext.Default.PlanResponse);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            LogUnreadable(file, e.Message);
            return null;
        }
    }

    /// <summary>Keeps a plan; writes nothing when it is the one that is kept already.</summary>
    /// <exception cref="IOException">The disk is full or broken; the plan kept before is still there.</exception>
    public async Task SaveAsync(MacAddress mac, PlanResponse plan, CancellationToken cancellationToken)
    {
        var file = PathOf(mac);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(plan, ApiJsonContext.Default.PlanResponse);

        // Not told by the revision: a plan may change within one, as when an overlay that failed is rendered after all.
        var kept = File.Exists(file) ? await ReadAsync(file, cancellationToken) : [];
        if (bytes.AsSpan().SequenceEqual(kept))
        {
            return;
        }

        await DurableFile.WriteAsync(file, UnixFileMode.UserRead | UnixFileMode.UserWrite, bytes, cancellationToken);
    }

    /// <summary>Forgets the plan of a machine that is no node any more.</summary>
    public void Remove(MacAddress mac) => File.Delete(PathOf(mac));

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }

    // A hardware address holds only digits and colons, so it is safe as a file name.
    private string PathOf(MacAddress mac) => Path.Combine(_directory, mac + ".json");
}
