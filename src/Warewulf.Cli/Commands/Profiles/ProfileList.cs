using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Profiles;

/// <summary>The profiles that the head has.</summary>
internal static class ProfileList
{
    /// <summary>The head's answer, holding only the profiles named; all when none is named.</summary>
    /// <exception cref="WarewulfException">One of them does not exist.</exception>
    public static JsonElement Read(Invocation invocation, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var reply = invocation.Heads.Get(Routes.Profiles, cancellationToken);
        var document = reply.Document();
        var profiles = reply.Required(document, "profiles").ToList();
        if (names.Count == 0)
        {
            return document;
        }

        var known = profiles.Select(Name).ToHashSet(StringComparer.Ordinal);
        RequireKnown(names, known);
        return document.With("profiles", profiles.Where(profile => names.Contains(Name(profile))));
    }

    /// <summary>Those of the profiles named that exist; warns of the others.</summary>
    /// <exception cref="WarewulfException">None exists.</exception>
    public static string[] Existing(Invocation invocation, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var known = Read(invocation, [], cancellationToken).Items("profiles").Select(Name).ToHashSet(StringComparer.Ordinal);
        invocation.Warn(names.Where(name => !known.Contains(name)).Select(name => $"there is no profile {name}."));
        var there = names.Where(known.Contains).ToArray();
        return there.Length > 0 ? there : throw WarewulfException.NotFound("None of the profiles named exists: see 'wwctl profile list'.");
    }

    /// <summary>Refuses names that no profile has.</summary>
    /// <exception cref="WarewulfException">One of them does not exist.</exception>
    public static void RequireKnown(IEnumerable<string> names, IReadOnlySet<string> known)
    {
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } absent)
        {
            var hint = Suggestion.Nearest(absent, known) is { } nearest ? $"did you mean '{nearest}'?" : "see 'wwctl profile list'.";
            throw WarewulfException.NotFound($"There is no profile '{Names.Printable(absent)}': {hint}");
        }
    }

    /// <summary>A profile's name.</summary>
    public static string Name(JsonElement profile) => profile.Text("name") ?? "";
}
