using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Warewulf.Edge.Tests.Dhcp;

/// <summary>Network namespaces of one test, removed with it. Names hold the process id, because they are global to a machine.</summary>
internal sealed partial class NetworkNamespaces : IDisposable
{
    private const int CloneNewNet = 0x40000000;

    private static int _count;

    private readonly string _prefix = $"dh{Environment.ProcessId}x{Interlocked.Increment(ref _count)}";
    private readonly List<string> _names = [];
    private readonly List<Process> _processes = [];

    public void Dispose()
    {
        foreach (var process in _processes.Where(p => !p.HasExited))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        _processes.ForEach(p => p.Dispose());
        _names.ForEach(name => Execute("ip", "netns", "del", name));
    }

    /// <summary>Makes a namespace and returns its full name.</summary>
    public string Add(string name)
    {
        var full = $"{_prefix}{name}";
        Execute("ip", "netns", "add", full);
        _names.Add(full);
        Execute("ip", "-n", full, "link", "set", "lo", "up");
        return full;
    }

    /// <summary>Joins two namespaces by a cable.</summary>
    public static void Join(string left, string leftDevice, string right, string rightDevice)
    {
        Execute("ip", "link", "add", leftDevice, "netns", left, "type", "veth", "peer", "name", rightDevice, "netns", right);
        Execute("ip", "-n", left, "link", "set", leftDevice, "up");
        Execute("ip", "-n", right, "link", "set", rightDevice, "up");
    }

    /// <summary>Runs <c>ip</c> in a namespace.</summary>
    public static void Ip(string name, string arguments) => Execute("ip", ["-n", name, .. arguments.Split(' ')]);

    /// <summary>Makes something, such as a socket, that belongs to a namespace.</summary>
    public static T Inside<T>(string name, Func<T> make)
    {
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            // The thread ends in the namespace and is never used again.
            using var handle = File.OpenHandle($"/run/netns/{name}");
            if (SetNs((int)handle.DangerousGetHandle(), CloneNewNet) != 0)
            {
                failure = new InvalidOperationException($"setns failed with error {Marshal.GetLastPInvokeError()}.");
                return;
            }

            try
            {
                result = make();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw failure;
    }

    /// <summary>Starts a program in a namespace; it is ended with the test.</summary>
    public Process Start(string name, string program, params string[] arguments)
    {
        var process = Process.Start(Info("ip", ["netns", "exec", name, program, .. arguments]))!;
        _processes.Add(process);
        return process;
    }

    private static void Execute(string program, params string[] arguments)
    {
        using var process = Process.Start(Info(program, arguments))!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error}");
        }
    }

    private static ProcessStartInfo Info(string program, IEnumerable<string> arguments) =>
        new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNs(int descriptor, int kind);
}
