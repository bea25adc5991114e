using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.Output;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary>The tables of <c>wwctl node status</c>.</summary>
internal static class StatusViews
{
    /// <summary>What every node is doing.</summary>
    public static Table States(IEnumerable<JsonElement> nodes, DateTimeOffset now)
    {
        var table = new Table("NODE", "STATE", "STAGE", "DETAIL", "LAST SEEN") { StyledColumn = 1 };
        foreach (var node in nodes)
        {
            var state = Word(node, "state");
            var problems = node.Items("problems").Select(problem => problem.Text());
            var detail = string.Join("; ", problems.Prepend(node.Text("detail")).Where(text => !string.IsNullOrEmpty(text)));
            table.Add(StyleOf(state), node.Text("node"), state, Word(node, "stage"), detail, Ago(node, now));
        }

        return table;
    }

    /// <summary>The last boots of every node, the latest first, with the time from the start of the boot to each stage.</summary>
    public static Table Boots(IEnumerable<JsonElement> nodes)
    {
        var table = new Table("NODE", "STARTED", "IMAGE", "REVISION", "ADDRESS", "TOOK", "STAGES");
        foreach (var node in nodes)
        {
            var boots = node.Items("boots").ToList();
            foreach (var boot in boots)
            {
                var start = boot.Moment("startedAt");
                var stages = boot.Items("stages").ToList();
                var took = stages.Count > 0 && stages[^1].Moment("at") - start is { } time ? Units.Seconds(time) : null;
                table.Add(
                    node.Text("node"), start is { } moment ? Units.Moment(moment) : null, boot.Text("imageName"), boot.Text("revision"),
                    boot.Text("address"), took, string.Join(", ", stages.Select(stage => Stage(stage, start))));
            }

            if (boots.Count == 0)
            {
                table.Add(node.Text("node"), null, null, null, null, null, null);
            }
        }

        return table;
    }

    /// <summary>Machines that belong to no node, with the command that makes one a node.</summary>
    public static Table Discovered(IEnumerable<JsonElement> machines, DateTimeOffset now)
    {
        var table = new Table("HWADDR", "ADDRESS", "SEGMENT", "STAGE", "VENDOR", "LAST SEEN", "TO ADOPT IT");
        foreach (var machine in machines)
        {
            var mac = machine.Text("mac");
            table.Add(
                mac, machine.Text("address"), machine.Text("segment"), Word(machine, "stage"), machine.Text("vendor"), Ago(machine, now),
                $"wwctl node add NAME --hwaddr {mac}");
        }

        return table;
    }

    private static string? Word(JsonElement element, string name) => element.Text(name)?.ToLowerInvariant();

    private static string? Ago(JsonElement element, DateTimeOffset now) => element.Moment("lastSeen") is { } seen ? Units.Age(now - seen) : null;

    private static string Stage(JsonElement stage, DateTimeOffset? start)
    {
        var name = Word(stage, "stage") ?? Table.Nothing;
        var after = stage.Moment("at") - start is { } time ? " +" + Units.Seconds(time) : "";
        var bytes = stage.Whole("bytes") is { } count ? $" ({Units.Bytes(count)})" : "";
        var reason = name == "failed" && stage.Text("detail") is { Length: > 0 } detail ? $" ({detail})" : "";
        return name + after + bytes + reason;
    }

    private static Style StyleOf(string? state) => state switch
    {
        "ready" => Style.Good,
        "booting" => Style.Busy,
        "failed" or "lost" => Style.Bad,
        _ => Style.Faint,
    };
}
