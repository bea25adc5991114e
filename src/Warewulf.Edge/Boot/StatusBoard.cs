using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Warewulf.Core.Nodes;
using Warewulf.Edge.Cache;

namespace Warewulf.Edge.Boot;

/// <summary>What each node last asked this edge for, in the form of Warewulf's <c>/status</c>. Held in memory; the heads keep the history.</summary>
internal sealed class StatusBoard
{
    private readonly ConcurrentDictionary<NodeName, Entry> _entries = new();
    private readonly TimeProvider _time;

    public StatusBoard(TimeProvider time) => _time = time;

    /// <summary>Notes a request.</summary>
    /// <param name="node">Who asked.</param>
    /// <param name="stage">For what, as the first part of the path.</param>
    /// <param name="sent">The file sent, or a word in capitals that says why nothing was.</param>
    /// <param name="address">From where.</param>
    public void Note(NodeName node, string stage, string sent, IPAddress address) =>
        _entries[node] = new Entry(stage, sent, address.ToString(), _time.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>Writes every node of the catalog, seen or not.</summary>
    public void WriteTo(Stream target, EdgeDirectory? directory)
    {
        using var json = new Utf8JsonWriter(target, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartObject("nodes");
        foreach (var name in directory?.Nodes ?? [])
        {
            var entry = _entries.GetValueOrDefault(name) ?? Entry.Never;
            json.WriteStartObject(name.ToString());
            json.WriteString("node name", name.ToString());
            json.WriteString("stage", entry.Stage);
            json.WriteString("sent", entry.Sent);
            json.WriteString("ipaddr", entry.Address);
            json.WriteNumber("last seen", entry.LastSeen);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private sealed record Entry(string Stage, string Sent, string Address, long LastSeen)
    {
        public static Entry Never { get; } = new("", "", "", 0);
    }
}
