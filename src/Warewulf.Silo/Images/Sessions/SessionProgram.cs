using System.Diagnostics;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Silo.Programs;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>How a session's first process is started: by <c>unshare</c>, in namespaces of its own, as this very program.</summary>
internal static class SessionProgram
{
    private static readonly string[] Namespaces = ["--mount", "--pid", "--uts", "--fork", "--kill-child", "--propagation", "private", "--"];

    /// <summary>The start of the first process.</summary>
    /// <param name="socket">Where it reports.</param>
    /// <exception cref="WarewulfException">Something is missing for it on this head.</exception>
    public static ProcessStartInfo Start(string socket)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new WarewulfException(ApiErrorCode.Forbidden, "Commands in images need a head that runs as root: start warewulfd as root.");
        }

        var path = Environment.GetEnvironmentVariable("PATH");
        var unshare = InstalledProgram.Find("unshare", path)
            ?? throw new WarewulfException(ApiErrorCode.Unavailable, "Commands in images need the program 'unshare' on the head: install the package util-linux there.");
        var start = new ProcessStartInfo(unshare, [.. Namespaces, .. Self(), SessionChild.Word, socket])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Programs in the image can read the environment of the first process, and this head's has the password of the database.
        var kept = start.Environment.Where(variable => variable.Key.StartsWith("DOTNET_", StringComparison.Ordinal)).ToList();
        start.Environment.Clear();
        kept.ForEach(start.Environment.Add);
        start.Environment["PATH"] = path;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return start;
    }

    private static IEnumerable<string> Self()
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileName(program) == "dotnet" ? [program, "exec", typeof(SessionProgram).Assembly.Location] : [program];
    }
}
