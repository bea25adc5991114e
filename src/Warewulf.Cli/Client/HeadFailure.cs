using System.Net.Sockets;
using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Cli.Client;

/// <summary>Why one head was skipped.</summary>
/// <param name="Head">The head.</param>
/// <param name="Error">The kind of failure.</param>
/// <param name="Reason">The reason in words.</param>
internal sealed record HeadFailure(HeadAddress Head, SocketError Error, string Reason)
{
    /// <summary>Makes one failure of those of all heads, which says what to do.</summary>
    public static WarewulfException ToException(IReadOnlyList<HeadFailure> failures)
    {
        var message = failures is [var only]
            ? only.Advice()
            : $"No head answers: {string.Join("; ", failures)}. Is warewulfd running on any of them? Start it with 'systemctl start warewulfd'.";
        var code = failures.All(failure => failure.IsDenied) ? ApiErrorCode.Forbidden : ApiErrorCode.Unavailable;
        return new WarewulfException(code, message);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Head.Text} ({Reason})";

    private bool IsDenied => Error is SocketError.AccessDenied;

    private string Advice() => this switch
    {
        { IsDenied: true, Head.SocketPath: not null } =>
            $"Permission denied on {Head.Text}: only root may use it. Run wwctl as root, or name a head with --head http://HOST:{HeadAddress.DefaultPort} and a token with --token-file.",
        { Head.SocketPath: not null } =>
            $"No head answers on {Head.Text}: is warewulfd running? Start it with 'systemctl start warewulfd'.",
        _ =>
            $"No head answers on {this}: is warewulfd running there? Start it with 'systemctl start warewulfd'.",
    };
}
