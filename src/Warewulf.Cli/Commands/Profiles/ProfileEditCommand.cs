using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Cli.Commands.Declared;
using Warewulf.Core.Api.Catalogs;
using Warewulf.Core.Formats;
using Warewulf.Core.Profiles;

namespace Warewulf.Cli.Commands.Profiles;

/// <summary><c>wwctl profile edit</c>: profiles in an editor.</summary>
internal sealed class ProfileEditCommand : VerbCommand
{
    private readonly Argument<string[]> _profiles = ProfileNames.Argument("The profiles to edit; all if none is named.");
    private readonly Option<bool> _noHeader = Flag("--noheader", null, "Leave out the comment that lists every key.");
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("edit", [], "Edit profiles as text in $EDITOR.", () => new ProfileEditCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_profiles);
        command.Options.Add(_noHeader);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        _change.RequireAnswer(invocation);
        var names = ProfileNames.Given(invocation, _profiles);
        var declared = DeclaredCatalog.Read(invocation, [], cancellationToken);
        ProfileList.RequireKnown(names, declared.Profiles.Select(profile => profile.Name.ToString()).ToHashSet(StringComparer.Ordinal));
        var edited = new EditedSettings(
            "profile",
            declared.Profiles.Where(profile => names.Length == 0 || names.Contains(profile.Name.ToString()))
                .ToDictionary(profile => profile.Name.ToString(), profile => profile.Settings, StringComparer.Ordinal),
            (file, text, warn) => NodesConfReader.ReadProfiles(file, text, warn).Select(profile => KeyValuePair.Create(profile.Name.ToString(), profile.Settings)),
            (changed, removed) => new DeclareRequest([.. changed.Select(profile => new ProfileConfig(ProfileName.Parse(profile.Key), profile.Value))], [])
            {
                RemoveProfiles = removed,
                Seen = declared.Revision,
                Comment = "profile edit",
            });
        return SettingsEditor.RunAsync(invocation, _change, edited, !invocation.Get(_noHeader), cancellationToken);
    }
}
