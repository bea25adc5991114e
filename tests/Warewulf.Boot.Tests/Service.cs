using System.Diagnostics;
using System.Text;

namespace Warewulf.Boot.Tests;

/// <summary>A program that goes on running, with what it has said so far.</summary>
internal sealed class Service : IDisposable
{
    private readonly StringBuilder _log = new();
    private readonly Process _process;

    /// <summary>Starts a program in a network namespace.</summary>
    public Service(string network, string program, params string[] arguments)
    {
        // ip replaces itself by the program: the process id is the program's own.
        _process = new Process { StartInfo = Command.Info("ip", ["netns", "exec", network, program, .. arguments]) };
        _process.OutputDataReceived += (_, e) => Add(e.Data);
        _process.ErrorDataReceived += (_, e) => Add(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>What it has said.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Ends it with SIGKILL, so that it can do nothing about it.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private void Add(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.Append(line).Append('\n');
            }
        }
    }
}
