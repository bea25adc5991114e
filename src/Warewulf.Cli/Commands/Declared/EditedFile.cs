using System.Diagnostics;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Declared;

/// <summary>A text in the user's editor. It is in a directory of its own that nobody else can read, because it holds passwords.</summary>
internal sealed class EditedFile : IDisposable
{
    private const string StandardEditor = "/bin/vi";

    private readonly string _directory = Directory.CreateTempSubdirectory("wwctl-").FullName;
    private bool _isKept;

    /// <summary>Makes the file.</summary>
    /// <param name="name">Its name; the ending tells the editor what is in it.</param>
    /// <param name="text">What is in it at first.</param>
    public EditedFile(string name, string text)
    {
        Path = System.IO.Path.Combine(_directory, name);
        File.WriteAllText(Path, text);
    }

    /// <summary>Makes a file of any content.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">What is in it at first.</param>
    public EditedFile(string name, byte[] content)
    {
        Path = System.IO.Path.Combine(_directory, name);
        File.WriteAllBytes(Path, content);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Leaves the file where it is: it holds work that would be lost.</summary>
    public void Keep() => _isKept = true;

    /// <summary>
    /// Lets the user edit the file, and reads it again by its name, because many editors write a new file and rename it.
    /// </summary>
    /// <exception cref="WarewulfException">The editor failed.</exception>
    public async Task<string> EditAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var editor = invocation.Environment.Variable("EDITOR") is { Length: > 0 } chosen ? chosen : StandardEditor;

        // The variable may hold arguments, as in "code --wait"; a shell takes it apart as the user expects.
        var start = new ProcessStartInfo("/bin/sh", ["-c", editor + " \"$1\"", "sh", Path]) { UseShellExecute = false };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw WarewulfException.Invalid($"The editor '{Names.Printable(editor)}' ended with exit code {process.ExitCode}: nothing was changed.");
        }

        try
        {
            return await File.ReadAllTextAsync(Path, cancellationToken);
        }
        catch (IOException e)
        {
            throw WarewulfException.Invalid($"Cannot read what the editor '{Names.Printable(editor)}' left: {e.Message.TrimEnd('.')}. Nothing was changed.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isKept)
        {
            Directory.Delete(_directory, recursive: true);
        }
    }
}
