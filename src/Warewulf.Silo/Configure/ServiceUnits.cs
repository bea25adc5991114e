using System.Text.RegularExpressions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;
using Warewulf.Silo.Programs;

namespace Warewulf.Silo.Configure;

/// <summary>The services of this machine, which systemd runs.</summary>
/// <param name="searchPath">Where <c>systemctl</c> is looked for, as in PATH.</param>
internal sealed partial class ServiceUnits(string? searchPath)
{
    private const string Program = "systemctl";

    // What is left of a program that ends with the unit it belongs to: 128 and the number of SIGTERM.
    private const int Terminated = 143;

    /// <summary>Restarts a unit, and has it start with the machine.</summary>
    /// <param name="unit">Its name.</param>
    /// <param name="wait">Whether to wait until it runs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WarewulfException">It cannot be done; the message says why.</exception>
    public async Task RestartAsync(string unit, bool wait, CancellationToken cancellationToken)
    {
        if (!UnitName().IsMatch(unit))
        {
            throw WarewulfException.Invalid($"'{Names.Printable(unit)}' is no name of a unit: correct 'systemd name' in warewulf.conf.");
        }

        var systemctl = InstalledProgram.Find(Program, searchPath)
            ?? throw new WarewulfException(ApiErrorCode.Unavailable, $"Unit '{unit}' cannot be restarted: this head has no {Program}. Restart the service as you start it.");

        // The restart last: it may be that of this very process.
        await RunAsync(systemctl, unit, ["enable", unit], cancellationToken);
        await RunAsync(systemctl, unit, wait ? ["restart", unit] : ["--no-block", "restart", unit], cancellationToken);
    }

    private static async Task RunAsync(string systemctl, string unit, string[] arguments, CancellationToken cancellationToken)
    {
        var run = await ProgramRun.RunAsync(systemctl, arguments, cancellationToken);
        var isEnded = run.ExitCode == Terminated && arguments[0] == "--no-block";
        if (run.ExitCode != 0 && !isEnded)
        {
            throw new WarewulfException(
                ApiErrorCode.Unavailable, $"'systemctl {string.Join(' ', arguments)}' failed: {run.Reason.TrimEnd('.')}. Look at 'journalctl -u {unit}', or name another unit as 'systemd name' in warewulf.conf.");
        }
    }

    // As systemd.unit(5) has it, and nothing that looks like an option.
    [GeneratedRegex(@"\A[A-Za-z0-9:_.@][A-Za-z0-9:_.@\\-]{0,254}\z")]
    private static partial Regex UnitName();
}
