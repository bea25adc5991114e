using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Configure;

namespace Warewulf.Cli.Commands.Configure;

/// <summary>Has the heads bring services into step, and tells line by line what each has done. An error on any of them is an error of the verb.</summary>
internal static class ConfiguredHeads
{
    // Units are stopped and started, one after the other, on several heads.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Asks the heads, and tells what they say.</summary>
    public static async Task<int> RunAsync(Invocation invocation, ConfigureRequest request, CancellationToken cancellationToken)
    {
        var reply = await Progress.ShowAsync(
            invocation.Environment,
            "Configuring heads",
            () => invocation.Heads.Post(Routes.Configure, request, ApiJsonContext.Default.ConfigureRequest, cancellationToken, Patience));
        var document = reply.Document();
        var heads = reply.Required(document, "heads").ToList();
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
        }

        var lines = heads.SelectMany(head => head.Items("lines").Select(line => (Head: head.Text("head"), Line: line))).ToList();
        foreach (var (head, line) in lines)
        {
            Tell(invocation, Line.Clean(heads.Count > 1 ? $"{head}: {line.Text("text")}" : line.Text("text") ?? ""), line.Text("level"));
        }

        return lines.Exists(line => line.Line.Text("level") == nameof(ReportLevel.Error)) ? ExitCode.Error : ExitCode.Ok;
    }

    private static void Tell(Invocation invocation, string line, string? level)
    {
        switch (level)
        {
            case nameof(ReportLevel.Error):
                ErrorText.Write(invocation.Environment.Terminal.Error, line);
                break;
            case nameof(ReportLevel.Warning):
                invocation.Warn([line]);
                break;
            default:
                if (invocation.Format == OutputFormat.Table)
                {
                    invocation.Out.Write(line + "\n");
                }

                break;
        }
    }
}
