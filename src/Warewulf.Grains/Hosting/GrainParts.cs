using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Warewulf.Grains.Hosting;

/// <summary>The parts of one grain's state in storage, and the versions they have there.</summary>
internal sealed class GrainParts(string type, string key, GrainHost host)
{
    private readonly string _type = type + "-part";
    private readonly string _prefix = key + "/";
    private Dictionary<string, long>? _versions;
    private long _readAt;

    /// <summary>Whether the parts were read, and longer ago than they are taken for current: each save confirms only its own.</summary>
    public bool IsStale(TimeSpan freshFor) => _versions is not null && host.Time.GetElapsedTime(_readAt) > freshFor;

    /// <summary>Forgets what is known of them.</summary>
    /// <returns>Whether anything was.</returns>
    public bool Discard()
    {
        var known = _versions is not null;
        _versions = null;
        return known;
    }

    /// <summary>Reads all parts; those that cannot be read are null, and are replaced by the next save like any other.</summary>
    public async Task<IReadOnlyDictionary<string, TPart?>> LoadAsync<TPart>(JsonTypeInfo<TPart> json, CancellationToken cancellationToken)
        where TPart : class
    {
        var parts = new Dictionary<string, TPart?>(StringComparer.Ordinal);
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        var readAt = host.Time.GetTimestamp();
        await foreach (var stored in host.Store.LoadAllAsync(_type, cancellationToken))
        {
            if (!stored.Key.StartsWith(_prefix, StringComparison.Ordinal))
            {
                continue;
            }

            var name = stored.Key[_prefix.Length..];
            parts[name] = stored.Read(json, out var error);
            versions[name] = stored.Version;
            if (error is not null)
            {
                host.ReportUnreadable(_type, stored.Key, stored.Version, error);
            }
        }

        (_versions, _readAt) = (versions, readAt);
        return parts;
    }

    /// <summary>Stores parts side by side, so that they share a transaction where the store gathers saves; removes those that are null.</summary>
    public async Task SaveAsync<TPart>(IReadOnlyDictionary<string, TPart?> parts, JsonTypeInfo<TPart> json, CancellationToken cancellationToken)
        where TPart : class
    {
        var versions = _versions ?? throw new InvalidOperationException($"The parts of {type} '{key}' are saved before they were read.");
        var saves = parts.Select(part => (Name: part.Key, Save: StoreAsync(part.Key, part.Value, versions.GetValueOrDefault(part.Key), json, cancellationToken))).ToList();
        await Task.WhenAll(saves.Select(part => part.Save));
        foreach (var (name, save) in saves)
        {
            var version = await save;
            if (version == 0)
            {
                versions.Remove(name);
            }
            else
            {
                versions[name] = version;
            }
        }
    }

    private async Task<long> StoreAsync<TPart>(string name, TPart? part, long version, JsonTypeInfo<TPart> json, CancellationToken cancellationToken)
        where TPart : class
    {
        if (part is not null)
        {
            return await host.Store.SaveAsync(_type, _prefix + name, JsonSerializer.SerializeToUtf8Bytes(part, json), version, cancellationToken);
        }

        if (version != 0)
        {
            await host.Store.DeleteAsync(_type, _prefix + name, version, cancellationToken);
        }

        return 0;
    }
}
