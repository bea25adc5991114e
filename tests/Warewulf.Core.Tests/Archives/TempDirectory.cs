using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Tests.Archives;

/// <summary>A directory of a test's own, removed at the end whatever names are in it.</summary>
internal sealed class TempDirectory : IDisposable
{
    public TempDirectory()
    {
        Path = Directory.CreateTempSubdirectory("ww-archives-").FullName;
    }

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The names directly inside, hidden ones too.</summary>
    public IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(Path).Select(entry => System.IO.Path.GetFileName(entry)!).Order();

    public string Make(string name) => Directory.CreateDirectory(this[name]).FullName;

    public void Dispose()
    {
        using var parent = PosixFile.OpenServerDirectory(System.IO.Path.GetDirectoryName(Path)!);
        TreeRemover.Remove(parent, System.Text.Encoding.UTF8.GetBytes(System.IO.Path.GetFileName(Path)));
    }

    public static SafeFileHandle Open(string path) => PosixFile.OpenServerDirectory(path);
}
