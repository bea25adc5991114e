using System.Diagnostics;

namespace Warewulf.Silo.Images;

/// <summary>A directory below the head's cache that one import uses and then removes. What a crash leaves goes with the next start.</summary>
internal sealed class ImportWork : IDisposable
{
    private const string Prefix = "import-";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the directory.</summary>
    /// <param name="cache">The head's cache.</param>
    /// <param name="id">The import.</param>
    public ImportWork(string cache, Guid id)
    {
        Directory.CreateDirectory(cache, OwnerOnly);
        Path = System.IO.Path.Combine(cache, Prefix + id.ToString("N"));
        Directory.CreateDirectory(Path, OwnerOnly);
    }

    /// <summary>The directory, for root only.</summary>
    public string Path { get; }

    /// <summary>Removes what imports left that were killed.</summary>
    public static void Sweep(string cache)
    {
        if (!Directory.Exists(cache))
        {
            return;
        }

        foreach (var directory in Directory.EnumerateDirectories(cache, Prefix + "*"))
        {
            if (Guid.TryParseExact(System.IO.Path.GetFileName(directory).AsSpan(Prefix.Length), "N", out _))
            {
                EndProgramsIn(directory);
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A program that was told to end may still have written a file. The next start removes it.
        }
    }

    // A program that fetches for an import outlives a head that is killed. Nothing else works in a directory with such a name.
    private static void EndProgramsIn(string directory)
    {
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                if (WorksIn(process, directory))
                {
                    process.Kill(entireProcessTree: true);
                    process.WaitForExit();
                }
            }
        }
    }

    private static bool WorksIn(Process process, string directory)
    {
        try
        {
            return System.IO.Path.GetFileName(new FileInfo($"/proc/{process.Id}/cwd").LinkTarget) == System.IO.Path.GetFileName(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is not ours.
            return false;
        }
    }
}
