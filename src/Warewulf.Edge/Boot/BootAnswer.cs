using System.Net;
using System.Text;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;

namespace Warewulf.Edge.Boot;

/// <summary>What a machine gets: a file, a text, or a refusal without a body.</summary>
internal sealed record BootAnswer
{
    private BootAnswer()
    {
    }

    /// <summary>The HTTP status.</summary>
    public required HttpStatusCode Status { get; init; }

    /// <summary>The stage that is reached when the answer has gone out whole.</summary>
    public BootStage? Stage { get; private init; }

    /// <summary>The plan that a script was made of; unset for other answers.</summary>
    public BootPlan? Plan { get; private init; }

    /// <summary>What status displays call it.</summary>
    public string FileName { get; private init; } = "";

    /// <summary>The file to send, open; whoever sends it closes it.</summary>
    public Stream? Content { get; private init; }

    /// <summary>The strong entity tag of the file.</summary>
    public string? Tag { get; private init; }

    /// <summary>The text to send.</summary>
    public byte[]? Body { get; private init; }

    /// <summary>Nothing, and why.</summary>
    public static BootAnswer Refuse(HttpStatusCode status) => new() { Status = status };

    /// <summary>A file of the cache.</summary>
    public static BootAnswer File(ArtifactRef artifact, Stream content, BootStage stage, bool plain) => new()
    {
        Status = HttpStatusCode.OK,
        Stage = stage,
        FileName = plain && artifact.FileName.EndsWith(".gz", StringComparison.Ordinal) ? artifact.FileName[..^3] : artifact.FileName,
        Content = content,
        Tag = artifact.Digest + (plain ? "-plain" : ""),
    };

    /// <summary>A script.</summary>
    /// <param name="fileName">What status displays call it.</param>
    /// <param name="text">The script.</param>
    /// <param name="plan">What it was made of; null for a machine that is no node.</param>
    public static BootAnswer Script(string fileName, string text, BootPlan? plan) => new()
    {
        Status = HttpStatusCode.OK,
        Stage = BootStage.Script,
        Plan = plan,
        FileName = fileName,
        Body = Encoding.UTF8.GetBytes(text),
    };
}
