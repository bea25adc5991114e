using System.Diagnostics;

namespace Warewulf.Silo.Tests.Storage;

/// <summary>A small disk in memory, mounted for one test.</summary>
internal sealed class TmpfsDisk : IDisposable
{
    private static readonly Lazy<bool> CanMount = new(Try);

    /// <summary>Mounts it.</summary>
    /// <param name="directory">It becomes <c>disk</c> in there.</param>
    /// <param name="size">Its size, and other options of <c>tmpfs(5)</c> after a comma.</param>
    public TmpfsDisk(string directory, string size)
    {
        Path = Directory.CreateDirectory(System.IO.Path.Combine(directory, "disk")).FullName;
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", Path))
        {
            throw new InvalidOperationException("The disk could not be mounted.");
        }
    }

    /// <summary>Whether this user may mount anything here.</summary>
    public static bool IsPossible => CanMount.Value;

    public string Path { get; }

    /// <summary>From here on nothing on it can be changed.</summary>
    public void MakeReadOnly()
    {
        if (!Run("mount", "-o", "remount,ro", Path))
        {
            throw new InvalidOperationException("The disk could not be mounted read-only.");
        }
    }

    /// <summary>Leaves no byte free.</summary>
    /// <returns>The file that is in the way.</returns>
    public string Fill()
    {
        var filler = System.IO.Path.Combine(Path, "filler");
        using var stream = new FileStream(filler, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 });
        try
        {
            while (true)
            {
                stream.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            return filler;
        }
    }

    public void Dispose() => Run("umount", "-l", Path);

    private static bool Try()
    {
        var directory = Directory.CreateTempSubdirectory("ww-mount-").FullName;
        try
        {
            new TmpfsDisk(directory, "64k").Dispose();
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
