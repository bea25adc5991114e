using Warewulf.Core.Api.Images.Sessions;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Core.Site;

namespace Warewulf.Core.Api.Images;

/// <summary>Runs a command inside an image; the first frame of a session (<see cref="SessionFrameKind.Open"/>).</summary>
/// <param name="Name">The image.</param>
public sealed record ImageSessionRequest(ImageName Name)
{
    /// <summary>The command and its arguments, which no shell looks at; empty for a shell.</summary>
    public IReadOnlyList<string> Command { get; init => field = value ?? []; } = [];

    /// <summary>The shells to choose from when there is no command: the first that is in the image.</summary>
    public IReadOnlyList<string> Shells { get; init => field = value ?? []; } = [];

    /// <summary>What of the head is bound into the image, besides what the site's settings say. Sources are paths on the head.</summary>
    public IReadOnlyList<ImageMount> Binds { get; init => field = value ?? []; } = [];

    /// <summary>A node whose overlays lie over the image, which then can only be read.</summary>
    public NodeName? Node { get; init; }

    /// <summary>Whether the image is built when all went well.</summary>
    public bool Build { get; init; }

    /// <summary>Whether users and groups are brought in line with the head's when the command changed them.</summary>
    public bool SyncUser { get; init; }

    /// <summary>The size of the client's terminal; unset when the command gets pipes and no terminal.</summary>
    public WindowSize? Window { get; init; }

    /// <summary>The kind of terminal, as in <c>TERM</c>.</summary>
    public string? Term { get; init; }

    /// <summary>What follows the image's name in the prompt of a shell (<c>WW_PS1</c>).</summary>
    public string? Prompt { get; init; }

    /// <summary>The file in the image that keeps a shell's history (<c>WW_HISTFILE</c>).</summary>
    public string? History { get; init; }

    /// <summary>Who asks, for the catalog's history.</summary>
    public string? Author { get; init; }
}
