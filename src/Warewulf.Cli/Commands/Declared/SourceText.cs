using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Declared;

/// <summary>Reads the text that a verb takes from a file.</summary>
internal static class SourceText
{
    /// <summary>Reads a file; <c>-</c> is standard input.</summary>
    /// <exception cref="WarewulfException">It cannot be read.</exception>
    public static string Read(Invocation invocation, string file)
    {
        if (file == "-")
        {
            return invocation.Environment.Terminal.In.ReadToEnd();
        }

        try
        {
            return File.ReadAllText(Path.GetFullPath(file, invocation.Environment.Directory));
        }
        catch (UnauthorizedAccessException)
        {
            var path = Path.GetFullPath(file, invocation.Environment.Directory);
            throw Unreadable(file, Directory.Exists(path) ? "it is a directory" : "permission denied");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unreadable(file, "there is no such file");
        }
        catch (IOException e)
        {
            throw Unreadable(file, e.Message.TrimEnd('.'));
        }
    }

    private static WarewulfException Unreadable(string file, string why) => WarewulfException.Invalid($"Cannot read '{Names.Printable(file)}': {why}.");
}
