using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Profiles;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Profiles;

/// <summary>Adds, changes and removes profiles; each request is one commit, whole or not at all.</summary>
internal sealed class ProfileService(CatalogService catalogs, CatalogHistory history)
{
    /// <summary>All profiles as declared.</summary>
    public ProfileListResponse List()
    {
        var catalog = catalogs.Current;
        return new ProfileListResponse(catalog.Revision, [.. catalog.Profiles.Values]);
    }

    /// <summary>Adds profiles.</summary>
    public Task<CommitResponse> AddAsync(ProfileChangeRequest request, CancellationToken cancellationToken) =>
        ChangeAsync(request, "add", (catalog, name) => catalog.Profiles.ContainsKey(name)
            ? throw WarewulfException.Conflict($"Profile '{name}' cannot be added: it exists already. Change it with 'wwctl profile set {name}'.")
            : new ProfileConfig(name, request.Edit.Apply(NodeSettings.Empty)), cancellationToken);

    /// <summary>Changes fields of profiles.</summary>
    public Task<CommitResponse> SetAsync(ProfileChangeRequest request, CancellationToken cancellationToken)
    {
        if (request.Edit.IsEmpty)
        {
            throw WarewulfException.Invalid("Nothing to set: name a field and its value, such as --image rocky9.");
        }

        return ChangeAsync(request, "set", (catalog, name) =>
        {
            var profile = catalog.Profiles.GetValueOrDefault(name) ?? throw Unknown(name);
            var settings = request.Edit.Apply(profile.Settings);
            return NodeFields.AreSame(settings, profile.Settings) ? profile : profile with { Settings = settings };
        }, cancellationToken);
    }

    /// <summary>Removes profiles.</summary>
    public async Task<CommitResponse> DeleteAsync(ProfileDeleteRequest request, CancellationToken cancellationToken)
    {
        var names = Names(request.Names);
        var terms = await CommitTerms.OfAsync(request, $"profile delete {string.Join(',', request.Names)}", history, cancellationToken);
        var commit = await catalogs.CommitAsync(
            terms,
            current => [.. names.Select(name => current.Profiles.ContainsKey(name) ? new DeleteProfile(name) : throw Unknown(name))],
            cancellationToken);
        return commit.Answer(terms, [.. names.Select(name => name.ToString())], []);
    }

    private static IReadOnlyList<ProfileName> Names(IReadOnlyList<string> texts)
    {
        if (texts.Contains(null!))
        {
            throw WarewulfException.Invalid("The name of a profile is null.");
        }

        IReadOnlyList<ProfileName> names = [.. texts.Distinct(StringComparer.Ordinal).Select(ProfileName.Parse)];
        return names.Count > 0 ? names : throw WarewulfException.Invalid("Name the profiles.");
    }

    private static WarewulfException Unknown(ProfileName name) =>
        WarewulfException.NotFound($"There is no profile '{name}': see 'wwctl profile list', or add it with 'wwctl profile add {name}'.");

    private async Task<CommitResponse> ChangeAsync(
        ProfileChangeRequest request, string verb, Func<Catalog, ProfileName, ProfileConfig> decide, CancellationToken cancellationToken)
    {
        var names = Names(request.Names);
        request.Edit.ThrowIfWrong(isProfile: true);
        var terms = await CommitTerms.OfAsync(request, $"profile {verb} {string.Join(',', request.Names)}", history, cancellationToken);
        var commit = await catalogs.CommitAsync(
            terms,
            current =>
            [
                .. names.Select(name => decide(current, name))
                    .Where(profile => !ReferenceEquals(current.Profiles.GetValueOrDefault(profile.Name), profile))
                    .Select(profile => new PutProfile(profile)),
            ],
            cancellationToken);
        return commit.Answer(terms, [.. names.Select(name => name.ToString())], []);
    }
}
