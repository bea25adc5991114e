using System.CommandLine;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Fields;
using Warewulf.Cli.Output;
using Warewulf.Core.Api;

namespace Warewulf.Cli.Commands.Profiles;

/// <summary>
/// <c>wwctl profile list</c>. <c>--json</c> and <c>--yaml</c> write Warewulf's own shape, a map from name to profile; <c>--output</c>
/// writes the head's answer. Of several views the first of json, yaml, all wins.
/// </summary>
internal sealed class ProfileListCommand : VerbCommand
{
    private readonly Argument<string[]> _profiles = ProfileNames.Argument("The profiles; all if none is named.");
    private readonly Option<bool> _all = Flag("--all", "-a", "Show every field, whether it has a value or not.");
    private readonly Option<bool> _yaml = Flag("--yaml", "-y", "Write a map from name to profile as YAML.");
    private readonly Option<bool> _json = Flag("--json", "-j", "Write a map from name to profile as JSON.");

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("list", ["ls"], "List profiles as they are declared.", () => new ProfileListCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_profiles);
        foreach (var option in (Option[])[_all, _yaml, _json])
        {
            command.Options.Add(option);
        }
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var document = ProfileList.Read(invocation, ProfileNames.Given(invocation, _profiles), cancellationToken);
        if (invocation.Get(_json))
        {
            JsonOutput.Write(invocation.Out, SettingsMap.MakeJson(document.Items("profiles")));
        }
        else if (invocation.Get(_yaml))
        {
            YamlOutput.Write(invocation.Out, SettingsMap.Make(document.Items("profiles")), SettingsMap.Indent);
        }
        else if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
        }
        else
        {
            (invocation.Get(_all) ? Fields(document) : Simple(document)).WriteTo(invocation.Out);
        }

        return Done;
    }

    private static Table Simple(JsonElement document)
    {
        var table = new Table("PROFILE NAME", "COMMENT/DESCRIPTION");
        foreach (var profile in document.Items("profiles"))
        {
            table.Add(ProfileList.Name(profile), profile.Member("settings")?.Text("comment"));
        }

        return table;
    }

    private static Table Fields(JsonElement document)
    {
        var table = new Table("PROFILE", "FIELD", "VALUE");
        foreach (var profile in document.Deserialize(ApiJsonContext.Default.ProfileListResponse)!.Profiles)
        {
            foreach (var (field, value) in ProfileFieldView.Rows(profile.Settings))
            {
                table.Add(profile.Name.ToString(), field, value);
            }
        }

        return table;
    }
}
