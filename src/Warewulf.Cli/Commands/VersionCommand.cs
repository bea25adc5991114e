using System.CommandLine;
using System.Reflection;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core.Api;

namespace Warewulf.Cli.Commands;

/// <summary><c>wwctl version</c>: this program's version; with <c>--all</c> also the head's. Only the latter needs a head.</summary>
internal sealed class VersionCommand : VerbCommand
{
    private readonly Option<bool> _all = new("--all", "-a", "--full", "-f") { Description = "Ask the head for its version too." };

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("version", ["vers"], "Show versions.", () => new VersionCommand());

    /// <summary>The version of this program.</summary>
    public static string Own { get; } = ReadOwn();

    /// <inheritdoc/>
    public override void Configure(Command command) => command.Options.Add(_all);

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var reply = invocation.Get(_all) ? invocation.Heads.Get(Routes.Version, cancellationToken) : null;
        var head = reply?.Document();
        if (invocation.Format == OutputFormat.Table)
        {
            invocation.Out.WriteLine($"wwctl {Own}");
            if (head is { } answer)
            {
                invocation.Out.WriteLine(
                    $"head {Line.Clean(answer.Text("head") ?? Table.Nothing)}: {Line.Clean(answer.Text("version") ?? Table.Nothing)}, revision {answer.Text("revision")}");
            }
        }
        else
        {
            invocation.WriteDocument(JsonOutput.Make(json =>
            {
                json.WriteStartObject();
                json.WriteString("version", Own);
                if (head is { } answer)
                {
                    json.WritePropertyName("head");
                    answer.WriteTo(json);
                }

                json.WriteEndObject();
            }));
        }

        return Done;
    }

    // The part behind '+' is the commit, which a bug report may want and a script does not.
    private static string ReadOwn() =>
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
