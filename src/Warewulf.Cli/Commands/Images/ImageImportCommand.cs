using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Commands.Images;

/// <summary><c>wwctl image import NAME SOURCE</c>, or as in Warewulf <c>SOURCE [NAME]</c>; see <see cref="ImageSource"/>.</summary>
internal sealed class ImageImportCommand : VerbCommand
{
    private const string Prefix = "WAREWULF_OCI_";

    private readonly Argument<string[]> _words = new("NAME SOURCE")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "The name, and docker://REGISTRY/NAME:TAG, docker-daemon:NAME:TAG, oci:DIR, an archive or a directory on the head; also as SOURCE [NAME].",
    };

    private readonly Option<bool> _force = Flag("--force", "-f", "Replace an image of that name.");
    private readonly Option<bool> _update = Flag("--update", "-u", "Lay the new image over a copy of the one of that name.");
    private readonly Option<bool> _noHttps = Flag("--nohttps", null, "Let the registry speak plain HTTP, or have any certificate. [WAREWULF_OCI_NOHTTPS]");
    private readonly Option<string?> _username = new("--username") { Description = "The user name for the registry. [WAREWULF_OCI_USERNAME]" };
    private readonly Option<string?> _password = new("--password") { Description = "The password for the registry. [WAREWULF_OCI_PASSWORD]" };
    private readonly Option<string?> _passwd = new("--passwd") { Hidden = true };
    private readonly Option<string?> _platform = new("--platform") { Description = "The architecture, such as arm64, or linux/arm64/v8. [WAREWULF_OCI_PLATFORM]" };
    private readonly Option<string?> _arch = new("--arch") { Hidden = true };
    private readonly Option<bool> _build = Flag("--build", "-b", "Build it at once.");

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("import", ["pull"], "Import a root file system as an image.", () => new ImageImportCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_words);
        foreach (var option in (Option[])[_force, _update, _build, _noHttps, _username, _password, _passwd, _platform, _arch])
        {
            command.Options.Add(option);
        }
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (name, source) = ImageSource.Parse(invocation.Get(_words), invocation.Environment.Directory);
        var username = Given(invocation, "USERNAME", _username);
        var password = Given(invocation, "PASSWORD", _password, _passwd);
        if (username is null != password is null)
        {
            throw WarewulfException.Invalid(
                "A user name and a password go together: give --username and --password, or WAREWULF_OCI_USERNAME and WAREWULF_OCI_PASSWORD.");
        }

        var request = new ImageImportRequest(name, source)
        {
            Force = invocation.Get(_force),
            Update = invocation.Get(_update),
            Username = username,
            Password = password,
            NoHttps = invocation.Get(_noHttps) || IsSet(invocation, "NOHTTPS"),
            Platform = Given(invocation, "PLATFORM", _platform, _arch),
            Build = invocation.Get(_build),
            Author = invocation.Environment.Author,
        };
        var reply = await Progress.ShowAsync(
            invocation.Environment,
            $"Importing image {name}",
            told => invocation.Heads.PostLongAsync(Routes.ImagesImport, request, ApiJsonContext.Default.ImageImportRequest, told, cancellationToken));
        var document = reply.Document();
        ImageReport.Warn(invocation, document);
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
        }
        else
        {
            invocation.Out.Write($"Imported image {name} from {Line.Clean(source)}\n");
            if (request.Build)
            {
                ImageReport.WriteBuild(invocation, reply, document);
            }
        }

        return ExitCode.Ok;
    }

    private static string? Given(Invocation invocation, string variable, params ReadOnlySpan<Option<string?>> options)
    {
        foreach (var option in options)
        {
            if (invocation.Get(option) is { } given)
            {
                return given.Length > 0 ? given : null;
            }
        }

        return invocation.Environment.Variable(Prefix + variable) is { Length: > 0 } value ? value : null;
    }

    // The words that Go takes for a boolean.
    private static bool IsSet(Invocation invocation, string variable) => invocation.Environment.Variable(Prefix + variable) switch
    {
        null or "" or "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        var other => throw WarewulfException.Invalid($"{Prefix}{variable} is '{Line.Clean(other)}': write true or false."),
    };
}
