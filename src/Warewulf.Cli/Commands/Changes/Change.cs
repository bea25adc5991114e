using System.Text.Json.Serialization.Metadata;
using Warewulf.Core.Api;

namespace Warewulf.Cli.Commands.Changes;

/// <summary>One change to the catalog: what is sent where, and how it is spoken of.</summary>
/// <typeparam name="T">The request.</typeparam>
/// <param name="Route">Where it is sent.</param>
/// <param name="Type">How it is written as JSON.</param>
/// <param name="Request">What is asked for.</param>
internal sealed record Change<T>(string Route, JsonTypeInfo<T> Type, T Request)
    where T : ChangeRequest
{
    /// <summary>What is changed, such as <c>node</c>; nothing when it may be things of several kinds.</summary>
    public string? Noun { get; init; }

    /// <summary>What was done, such as <c>Deleted</c>.</summary>
    public string Done { get; init; } = "Changed";

    /// <summary>Whether each gets a line of its own in the report, as scripts expect of <c>node add</c>.</summary>
    public bool OnePerLine { get; init; }

    /// <summary>What is said when it was done, where that is more than what was done to which names.</summary>
    public string? Said { get; init; }

    /// <summary>What the user is asked, where that is not what the differences add up to.</summary>
    public string? Question { get; init; }

    /// <summary>Whether the head may take as long as it wants, as to remove large trees.</summary>
    public bool IsLong { get; init; }

    /// <summary>Whether the user is asked before.</summary>
    public bool Asks { get; init; } = true;
}
