using System.Text.RegularExpressions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Core.Images.Oci;

namespace Warewulf.Silo.Images;

/// <summary>Makes one line, which says what to do, of what skopeo says when it fails.</summary>
internal static partial class SkopeoErrors
{
    private const int LongestReason = 400;

    /// <summary>Translates an error.</summary>
    /// <param name="text">What the program wrote to standard error.</param>
    /// <param name="request">What was imported.</param>
    /// <param name="address">Where from.</param>
    /// <param name="platform">The platform that was asked for, if any.</param>
    public static WarewulfException Translate(string text, ImageImportRequest request, ImageAddress address, OciPlatform? platform)
    {
        var reason = Reason(text, request);
        var (code, message) = address.Transport == ImageTransport.Daemon ? Daemon(reason, address) : Registry(reason, address, platform);
        return new WarewulfException(code, $"Image '{request.Name}' cannot be imported: {message}");
    }

    private static (ApiErrorCode Code, string Message) Registry(string reason, ImageAddress address, OciPlatform? platform)
    {
        var (registry, source) = (address.Registry, address.ToString());
        return 0 switch
        {
            _ when Has(reason, "no space left", "disk quota") => Full(),
            _ when Has(reason, "no image found in manifest list", "no image found in image index", "no image found in index") =>
                (ApiErrorCode.NotFound, $"'{source}' is not there for {platform ?? OciPlatform.Own}. Choose another platform with --platform, or another tag."),
            _ when Has(reason, "unauthorized", "authentication required", "access to the resource is denied", "denied:", "status 401", "status 403", "invalid username/password") =>
                (ApiErrorCode.Forbidden, $"the registry '{registry}' does not hand out '{source}' to whoever asks like this: it may not exist, or needs --username and --password, or others."),
            _ when Has(reason, "manifest unknown", "name unknown", "name_unknown", "repository name not known", "not found") =>
                (ApiErrorCode.NotFound, $"the registry '{registry}' has no '{source}'. Check the name and the tag."),
            _ when Has(reason, "server gave http response to https client") =>
                (ApiErrorCode.Unavailable, $"the registry '{registry}' speaks plain HTTP. If that is how it is meant to be, add --nohttps."),
            _ when Has(reason, "x509", "certificate", "tls:") =>
                (ApiErrorCode.Unavailable, $"the certificate of the registry '{registry}' cannot be trusted ({Short(reason)}). Make the head trust it, or add --nohttps."),
            _ when Has(reason, "connection refused", "no such host", "i/o timeout", "no route to host", "unreachable", "connection reset", "name resolution", "server misbehaving", "eof") =>
                (ApiErrorCode.Unavailable, $"the registry '{registry}' cannot be reached ({Short(reason)}). Check the address, the network and the proxy settings of warewulfd."),
            _ when Has(reason, "digest did not match", "does not match", "doesn't match", "digest mismatch", "verification") =>
                (ApiErrorCode.Unavailable, $"'{source}' arrived damaged ({Short(reason)}). Import it again; if it stays so, push it to the registry again."),
            _ when Has(reason, "invalid reference format", "invalid image name") =>
                (ApiErrorCode.Invalid, $"'{source}' is no name of an image: write for instance 'docker://quay.io/rockylinux/rockylinux:9'."),
            _ => (ApiErrorCode.Unavailable, $"skopeo could not fetch '{source}': {Short(reason)}"),
        };
    }

    private static (ApiErrorCode Code, string Message) Daemon(string reason, ImageAddress address)
    {
        var source = address.ToString();
        return 0 switch
        {
            _ when Has(reason, "no space left", "disk quota") => Full(),
            _ when Has(reason, "cannot connect to the docker daemon", "docker.sock", "connection refused") =>
                (ApiErrorCode.Unavailable, "no Docker daemon answers on this head. Start it, or import the file that 'docker save' makes elsewhere."),
            _ when Has(reason, "no such image", "not found", "reference does not exist") =>
                (ApiErrorCode.NotFound, $"the Docker daemon of this head has no '{source}'. See 'docker images'."),
            _ => (ApiErrorCode.Unavailable, $"skopeo could not fetch '{source}': {Short(reason)}"),
        };
    }

    private static (ApiErrorCode Code, string Message) Full() =>
        (ApiErrorCode.Unavailable, "no space is left in the head's cache. Free some, or move cachedir in warewulf.conf, and try again.");

    private static bool Has(string reason, params ReadOnlySpan<string> signs)
    {
        foreach (var sign in signs)
        {
            if (reason.Contains(sign, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // The last message of its log, without what must not be shown.
    private static string Reason(string text, ImageImportRequest request)
    {
        var messages = LogMessage().Matches(text);
        var reason = messages.Count > 0 ? messages[^1].Groups[1].Value.Replace("\\\"", "\"", StringComparison.Ordinal) : text.Trim();
        if (request.Password is { Length: > 0 } password)
        {
            reason = reason.Replace(password, "***", StringComparison.Ordinal);
        }

        return OneLine(reason);
    }

    // Nobody on the network gets to write escape sequences to a terminal.
    private static string OneLine(string text) => string.Create(text.Length, text, static (line, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            line[i] = char.IsControl(from[i]) ? ' ' : from[i];
        }
    });

    private static string Short(string reason) => reason.Length <= LongestReason ? reason : reason[..LongestReason] + "...";

    [GeneratedRegex("""level=(?:fatal|error) msg="((?:[^"\\]|\\.)*)\x22""")]
    private static partial Regex LogMessage();
}
