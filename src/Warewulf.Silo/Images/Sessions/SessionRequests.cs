using Warewulf.Core;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Site;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>Makes of what a client asks for what the first process of a session does.</summary>
internal static class SessionRequests
{
    private const string SearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private const int LongestTerm = 64;

    /// <summary>Refuses what nobody can run.</summary>
    /// <exception cref="WarewulfException">Invalid: a part of it cannot be used.</exception>
    public static void Check(ImageSessionRequest request)
    {
        var words = request.Command.Concat(request.Shells).Append(request.Prompt ?? "").Append(request.History ?? "");
        if (words.Any(word => word is null || word.Contains('\0', StringComparison.Ordinal)))
        {
            throw WarewulfException.Invalid("A command, a prompt and the name of a history file cannot hold a NUL.");
        }

        if (request.Command.Concat(request.Shells).FirstOrDefault() is not { Length: > 0 })
        {
            throw WarewulfException.Invalid($"There is no command to run: write 'wwctl image exec {request.Name} COMMAND'.");
        }

        if (request.Term is { } term && (term.Length is 0 or > LongestTerm || !term.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '+')))
        {
            throw WarewulfException.Invalid("TERM is not the name of a kind of terminal. Set it to one, such as xterm.");
        }

        foreach (var bind in request.Binds)
        {
            (bind ?? throw WarewulfException.Invalid("A bind is empty.")).Check();
        }
    }

    /// <summary>The plan for the request's command.</summary>
    /// <param name="request">The request.</param>
    /// <param name="root">The root directory of the image.</param>
    /// <param name="scratch">The session's own directory.</param>
    /// <param name="site">The site's settings.</param>
    public static SessionPlan Plan(ImageSessionRequest request, string root, string scratch, SiteConfig site) =>
        new(root, scratch, request.Command.Count > 0 ? [request.Command] : [.. request.Shells.Where(shell => shell.Length > 0).Select(shell => new[] { shell })])
        {
            Name = request.Name.ToString(),
            Mounts = Mounts(request, site),
            Environment = [.. Environment(request)],
            SearchPath = SearchPath,
        };

    // What is asked for wins over what is set for all.
    private static IReadOnlyList<ImageMount> Mounts(ImageSessionRequest request, SiteConfig site) =>
        [.. request.Binds, .. site.ImageMounts.Where(mount => request.Binds.All(bind => bind.Target != mount.Target))];

    private static IEnumerable<string> Environment(ImageSessionRequest request)
    {
        yield return "PATH=" + SearchPath;
        yield return "HOME=/root";
        yield return $"WW_IMAGE_SHELL={request.Name}";
        yield return $"WW_CONTAINER_SHELL={request.Name}";
        yield return $"PS1=[warewulf:{request.Name}] {(string.IsNullOrEmpty(request.Prompt) ? "\\w\\$ " : request.Prompt)}";
        yield return $"HISTFILE={(string.IsNullOrEmpty(request.History) ? "/dev/null" : request.History)}";
        if (request.Term is { } term)
        {
            yield return "TERM=" + term;
        }
    }
}
