using Microsoft.Win32.SafeHandles;

namespace Warewulf.Edge.Boot;

/// <summary>What a <see cref="ServedDirectory"/> has under a name: an open file, or why there is none.</summary>
internal sealed record ServedFile
{
    private ServedFile()
    {
    }

    /// <summary>The open file, or null when there is none to give. Whoever gets it disposes of it.</summary>
    public SafeFileHandle? Handle { get; private init; }

    /// <summary>The length the file had when it was opened.</summary>
    public long Length { get; private init; }

    /// <summary>Whether there is something under the name, or might be, that is not for everybody; otherwise nothing is there.</summary>
    public bool IsForbidden { get; private init; }

    /// <summary>Why there is no file, in words for the client; they name no path outside the directory.</summary>
    public string Problem { get; private init; } = "";

    /// <summary>A file.</summary>
    public static ServedFile Found(SafeFileHandle handle, long length) => new() { Handle = handle, Length = length };

    /// <summary>There is no such file.</summary>
    public static ServedFile Missing(string problem) => new() { Problem = problem };

    /// <summary>The name may not be asked for.</summary>
    public static ServedFile Forbidden(string problem) => new() { IsForbidden = true, Problem = problem };
}
