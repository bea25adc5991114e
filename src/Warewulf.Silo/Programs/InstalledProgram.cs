namespace Warewulf.Silo.Programs;

/// <summary>
/// Finds programs along a search path. The runtime's own search begins in the current directory, so that whoever may write there would
/// choose what root runs.
/// </summary>
internal static class InstalledProgram
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The absolute path of a program; null when no directory of the search path holds it.</summary>
    /// <param name="name">The program's file name.</param>
    /// <param name="searchPath">Directories separated by colons, as in PATH. Those that are relative or empty mean the current one and are skipped.</param>
    public static string? Find(string name, string? searchPath) => (searchPath ?? "")
        .Split(':')
        .Where(Path.IsPathFullyQualified)
        .Select(directory => Path.Combine(directory, name))
        .FirstOrDefault(IsExecutable);

    // A directory is no file, and may be entered by the same bits.
    private static bool IsExecutable(string path) => File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != 0;
}
