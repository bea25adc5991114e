using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>
/// What <c>warewulfd</c> is when a head starts it as the first process in the namespaces of a session. Over a socket it gets one line, the
/// plan, and then numbers of signals for the command; it tells what becomes of it. When the head is gone, so is the session.
/// </summary>
internal static class SessionChild
{
    /// <summary>The first word of the command line, which is not for people; the second one is the socket.</summary>
    public const string Word = "image-session-child";

    private static readonly Lock Turn = new();

    // A signal may come before it is known here that the command has started, which writes at once.
    private static readonly ManualResetEventSlim Started = new();

    private static volatile int _command;

    /// <summary>Does it.</summary>
    /// <returns>An exit code of no further meaning.</returns>
    public static int Run(string socketPath)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(socketPath));
        using var stream = new NetworkStream(socket, ownsSocket: false);
        using var reader = new StreamReader(stream);
        if (reader.ReadLine() is not { } line)
        {
            return 1;
        }

        new Thread(() => Listen(reader)) { IsBackground = true }.Start();
        try
        {
            var plan = JsonSerializer.Deserialize(line, SessionJsonContext.Default.SessionPlan)!;
            _ = SystemCalls.SetModeMask(0x12);
            var root = new SessionTree(plan, warning => Tell(stream, new SessionReport { Warning = warning })).Mount();
            _command = new SessionCommand(plan, root).Start();
            Started.Set();
            Tell(stream, new SessionReport { ExitCode = SessionCommand.Wait(_command) });
            return 0;
        }
        catch (WarewulfException e)
        {
            Tell(stream, new SessionReport { Error = new ApiError(e.Code, e.Message) });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            Tell(stream, new SessionReport { Error = new ApiError(ApiErrorCode.Internal, $"The session cannot go on: {e.Message}") });
        }

        return 1;
    }

    private static void Listen(StreamReader reader)
    {
        try
        {
            while (reader.ReadLine() is { } line)
            {
                if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var signal))
                {
                    Started.Wait();

                    // The whole group, as a terminal does. That it is gone already is no error.
                    _ = SystemCalls.SendSignal(-_command, signal);
                }
            }
        }
        catch (IOException)
        {
            // The head was killed.
        }

        // At once and whatever other threads do, as they may be inside a call that takes long. The kernel then ends all the others.
        SystemCalls.End(1);
    }

    private static void Tell(Stream stream, SessionReport report)
    {
        lock (Turn)
        {
            stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(report, SessionJsonContext.Default.SessionReport), (byte)'\n']);
        }
    }
}
