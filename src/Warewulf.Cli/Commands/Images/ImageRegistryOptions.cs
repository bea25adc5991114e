using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Images;

/// <summary>How registries are asked: options, and for those not given the variables <c>WAREWULF_OCI_*</c>.</summary>
internal sealed class ImageRegistryOptions
{
    private const string UsernameVariable = "WAREWULF_OCI_USERNAME";
    private const string PasswordVariable = "WAREWULF_OCI_PASSWORD";
    private const string NoHttpsVariable = "WAREWULF_OCI_NOHTTPS";
    private const string PlatformVariable = "WAREWULF_OCI_PLATFORM";

    private readonly Option<bool> _noHttps = new("--nohttps")
    {
        Description = $"Take plain HTTP and certificates that nobody vouches for. Also {NoHttpsVariable}.",
    };

    private readonly Option<string?> _username = Text("--username", $"Who asks the registry. Also {UsernameVariable}.");

    private readonly Option<string?> _password = Text("--password", $"The password. {PasswordVariable} keeps it out of the process list.");

    private readonly Option<string?> _platform = Text("--platform", $"Such as arm64, where there are several. Also {PlatformVariable}.");

    // Names of before, which help does not show.
    private readonly Option<string?> _passwd = new("--passwd") { Hidden = true };
    private readonly Option<string?> _arch = new("--arch") { Hidden = true };

    /// <summary>Adds the options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_noHttps, _username, _password, _passwd, _platform, _arch])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The request with what was given.</summary>
    /// <exception cref="WarewulfException">A user without a password or the other way round, or a variable that is neither true nor false.</exception>
    public ImageImportRequest Apply(Invocation invocation, ImageImportRequest request)
    {
        var username = Given(invocation, UsernameVariable, _username);
        var password = Given(invocation, PasswordVariable, _password, _passwd);
        if (username is null != password is null)
        {
            throw WarewulfException.Invalid(
                $"A user name and a password go together: give both or neither, as --username and --password, or as {UsernameVariable} and {PasswordVariable}.");
        }

        return request with
        {
            Username = username,
            Password = password,
            NoHttps = invocation.Get(_noHttps) || IsSet(invocation, NoHttpsVariable),
            Platform = Given(invocation, PlatformVariable, _platform, _arch),
        };
    }

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };

    private static string? Given(Invocation invocation, string variable, params ReadOnlySpan<Option<string?>> options)
    {
        foreach (var option in options)
        {
            if (invocation.Get(option) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return invocation.Environment.Variable(variable) is { Length: > 0 } set ? set : null;
    }

    private static bool IsSet(Invocation invocation, string variable) => invocation.Environment.Variable(variable) switch
    {
        null or "" or "0" or "f" or "F" or "false" or "False" or "FALSE" => false,
        "1" or "t" or "T" or "true" or "True" or "TRUE" => true,
        var other => throw WarewulfException.Invalid($"{variable} is '{Names.Printable(other)}': set it to true or false."),
    };
}
