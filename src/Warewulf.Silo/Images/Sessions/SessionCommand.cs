using System.Runtime.InteropServices;
using System.Text;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>
/// Starts the command of a session inside its tree and waits for it. The process that does so stays the first of its namespace and outside
/// the tree: a command that were the first itself could not be ended by Ctrl-C, as the kernel keeps such signals from it.
/// </summary>
/// <param name="plan">What to run.</param>
/// <param name="root">The root directory for it.</param>
internal sealed unsafe class SessionCommand(SessionPlan plan, string root)
{
    // More than any C library takes for each of its structures.
    private const int StructureLength = 1024;
    private const int ExecutableHeaderLength = 20;

    /// <summary>Starts the first command of the plan that can be started.</summary>
    /// <returns>Its process id, which is that of its process group too.</returns>
    /// <exception cref="WarewulfException">None can be started.</exception>
    public int Start()
    {
        var process = 0;
        Exception? failure = null;

        // A root directory is changed for a whole process, unless a thread parts from the others. This one does, and ends with it.
        var thread = new Thread(() =>
        {
            try
            {
                Enter();
                process = StartFirst();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? process : throw new WarewulfException((failure as WarewulfException)?.Code ?? ApiErrorCode.Internal, failure.Message, failure);
    }

    /// <summary>Waits for the command, and meanwhile buries what other processes leave to the first one.</summary>
    /// <returns>The exit code; of a command that a signal ended, 128 and the signal's number.</returns>
    public static int Wait(int process)
    {
        while (true)
        {
            var ended = SystemCalls.WaitForChild(-1, out var status, 0);
            if (ended == process)
            {
                var signal = status & 0x7f;
                return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
            }

            if (ended < 0 && Marshal.GetLastPInvokeError() != SystemCalls.Interrupted)
            {
                throw new InvalidOperationException($"waitpid: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
    }

    private void Enter()
    {
        if (SystemCalls.Unshare(SystemCalls.ShareFileSystem) != 0 || SystemCalls.ChangeRoot(root) != 0 || SystemCalls.ChangeDirectory("/") != 0)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, $"Image '{plan.Name}' cannot be entered: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    private int StartFirst()
    {
        WarewulfException? failure = null;
        foreach (var command in plan.Commands)
        {
            foreach (var file in Files(command[0]))
            {
                var error = Spawn(file, command, out var process);
                if (error == SystemCalls.NoExecutableFormat && !IsProgram(file, out _))
                {
                    error = Spawn("/bin/sh", ["/bin/sh", file, .. command.Skip(1)], out process);
                }

                if (error == 0)
                {
                    return process;
                }

                if (error is not (SystemCalls.NotFound or SystemCalls.NotADirectory) || File.Exists(file))
                {
                    failure ??= Refusal(file, error);
                }
            }
        }

        throw failure ?? new WarewulfException(ApiErrorCode.NotFound, Missing());
    }

    private IEnumerable<string> Files(string command) =>
        command.Contains('/', StringComparison.Ordinal) ? [command] : plan.SearchPath.Split(':').Select(directory => $"{directory}/{command}");

    private string Missing()
    {
        var names = string.Join(", ", plan.Commands.Select(command => $"'{Names.Printable(command[0])}'").Distinct());
        return plan.Commands.Count == 1
            ? $"Image '{plan.Name}' has no command {names}. Check the name, or install it in the image."
            : $"Image '{plan.Name}' has no shell: there is none of {names} in it. Run another command with 'wwctl image exec'.";
    }

    private WarewulfException Refusal(string file, int error)
    {
        if (error is SystemCalls.NoExecutableFormat or SystemCalls.NotFound && IsProgram(file, out var machine) && machine != Machine.OfThis)
        {
            return WarewulfException.Conflict(
                $"Image '{plan.Name}' is for {Machine.Name(machine)} and this head is {Machine.Name(Machine.OfThis)}: install qemu-user-static with binfmt on the head to run commands in it.");
        }

        var reason = error == SystemCalls.NotFound ? "the loader or interpreter that it names is not there" : Marshal.GetPInvokeErrorMessage(error);
        return WarewulfException.Conflict($"Image '{plan.Name}' cannot run '{Names.Printable(file)}': {reason}. Check the file in the image.");
    }

    private static bool IsProgram(string file, out int machine)
    {
        machine = 0;
        try
        {
            Span<byte> header = stackalloc byte[ExecutableHeaderLength];
            using var stream = File.OpenRead(file);
            var isProgram = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length && header.StartsWith("\u007fELF"u8);
            machine = Machine.Of(header);
            return isProgram;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private int Spawn(string file, IReadOnlyList<string> command, out int process)
    {
        var actions = stackalloc byte[StructureLength];
        var attributes = stackalloc byte[StructureLength];
        var signals = stackalloc byte[StructureLength];
        Check(SystemCalls.InitializeSpawnAttributes(attributes));
        Check(SystemCalls.InitializeSpawnActions(actions));

        // The runtime ignores some signals and blocks others; the command is to begin as from a shell.
        Check(SystemCalls.FillSignals(signals));
        Check(SystemCalls.SetSpawnDefaultSignals(attributes, signals));
        Check(SystemCalls.EmptySignals(signals));
        Check(SystemCalls.SetSpawnSignalMask(attributes, signals));
        Check(SystemCalls.SetSpawnFlags(attributes, SystemCalls.SpawnDefaultSignals | SystemCalls.SpawnSignalMask | SystemCalls.SpawnSession));
        if (plan.Terminal is { } terminal)
        {
            // The first terminal that the leader of a new session opens becomes the one it is controlled by.
            Check(SystemCalls.AddSpawnOpen(actions, 0, terminal, SystemCalls.OpenReadWrite, 0));
            Check(SystemCalls.AddSpawnDuplicate(actions, 0, 1));
            Check(SystemCalls.AddSpawnDuplicate(actions, 0, 2));
        }

        var arguments = Vector(command);
        var environment = Vector(plan.Environment);
        return SystemCalls.Spawn(out process, file, actions, attributes, arguments, environment);
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new InvalidOperationException(Marshal.GetPInvokeErrorMessage(error));
        }
    }

    // Never freed: this process starts one command.
    private static byte** Vector(IReadOnlyList<string> texts)
    {
        var vector = (byte**)NativeMemory.AllocZeroed((nuint)texts.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Count; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(texts[i]);
            vector[i] = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
            bytes.CopyTo(new Span<byte>(vector[i], bytes.Length));
        }

        return vector;
    }
}
