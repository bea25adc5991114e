using Warewulf.Core.Api.Images.Sessions;

namespace Warewulf.Cli.Client;

/// <summary>
/// Sends standard input to a session, as much at a time as the command there takes. A thread of its own waits for it, which nobody waits for:
/// somebody may never type anything.
/// </summary>
/// <param name="input">Standard input.</param>
/// <param name="writer">The session.</param>
internal sealed class SessionInput(Stream input, SessionFrameWriter writer)
{
    private const int BufferSize = 32 * 1024;

    private readonly object _gate = new();
    private int _room = SessionProtocol.InputWindow;

    /// <summary>Begins.</summary>
    public void Start() => new Thread(Run) { IsBackground = true, Name = "input" }.Start();

    /// <summary>Takes note that the command took so many bytes.</summary>
    public void Taken(int count)
    {
        lock (_gate)
        {
            _room += count;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        try
        {
            var buffer = new byte[BufferSize];
            for (int count; (count = input.Read(buffer)) > 0;)
            {
                Take(count);
                writer.WriteAsync(SessionFrameKind.Input, buffer.AsMemory(0, count), CancellationToken.None).GetAwaiter().GetResult();
            }

            writer.WriteAsync(SessionFrameKind.InputEnd, default, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The session is over; whoever reads its output tells so.
        }
    }

    private void Take(int count)
    {
        lock (_gate)
        {
            while (count > _room)
            {
                Monitor.Wait(_gate);
            }

            _room -= count;
        }
    }
}
