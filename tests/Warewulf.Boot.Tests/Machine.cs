using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Warewulf.Boot.Tests;

/// <summary>A virtual machine that is on, or was.</summary>
internal sealed class Machine(int id, string consoleFile, string pidFile)
{
    /// <summary>Its number, from which its hardware address follows.</summary>
    public int Id { get; } = id;

    /// <summary>Its hardware address.</summary>
    public string Mac => MacOf(Id);

    /// <summary>What it has written to its serial console since it was switched on, without control characters.</summary>
    public string Console
    {
        get
        {
            using var stream = new FileStream(consoleFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return string.Concat(reader.ReadToEnd().Where(c => c is '\n' or (>= ' ' and <= '~')));
        }
    }

    /// <summary>The hardware address of a machine.</summary>
    public static string MacOf(int id) => $"52:54:00:77:{id / 256:x2}:{id % 256:x2}";

    /// <summary>Cuts the power.</summary>
    public async Task PowerOffAsync()
    {
        var id = int.Parse((await File.ReadAllTextAsync(pidFile)).Trim(), CultureInfo.InvariantCulture);
        using var process = Process.GetProcessById(id);
        process.Kill();
        await process.WaitForExitAsync();
    }
}
