using Warewulf.Core.Api;
using Warewulf.Core.Nodes;

namespace Warewulf.Silo.Hosting;

/// <summary>How one head runs. What the whole site shares is in the catalog.</summary>
internal sealed record SiloOptions
{
    /// <summary>The head's name in logs, rendered files and answers.</summary>
    public required string HostName { get; init; }

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>The directory that stands for <c>/</c>; empty for the machine's own.</summary>
    public string Root { get; init; } = "";

    /// <summary>The installation's shared files.</summary>
    public required string Share { get; init; }

    /// <summary>The configuration file, where it is not <c>etc/warewulf/warewulf.conf</c> below the root.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>A PostgreSQL connection string; unset for SQLite below the root.</summary>
    public string? Database { get; init; }

    /// <summary>Where the Docker daemon listens; unset for its usual socket.</summary>
    public string? DockerHost { get; init; }

    /// <summary>TCP addresses of the administration and edge interface; none by default. Clients there need the token.</summary>
    public IReadOnlyList<HeadAddress> Listen { get; init; } = [];

    /// <summary>Where other heads reach this one; where it listens if empty.</summary>
    public IReadOnlyList<HeadAddress> Advertise { get; init; } = [];

    /// <summary>Whether an edge runs inside this process. Default: true.</summary>
    public bool Edge { get; init; } = true;

    /// <summary>Interfaces on which that edge answers DHCP; empty for every one that has an address in a segment.</summary>
    public IReadOnlyList<string> Interfaces { get; init; } = [];

    /// <summary>This head as templates see it: a node of its name that has nothing else.</summary>
    public EffectiveNode HostNode()
    {
        var name = NodeName.TryParse(HostName, null, out var parsed) ? parsed : NodeName.Parse("localhost");
        return new EffectiveNode(new NodeConfig(name, NodeSettings.Empty), NodeSettings.Empty, []);
    }
}
