using System.Diagnostics;
using Warewulf.Core.Archives;

namespace Warewulf.Silo.Images;

/// <summary>Reads what a program makes of a stream. A program that fails ends the reading with an error, never early.</summary>
internal sealed class ProcessPipe : ForwardReadStream
{
    private const int BufferSize = 64 * 1024;

    private readonly Process _process;
    private readonly string _program;
    private readonly Task _feeding;
    private Exception? _unreadable;

    public ProcessPipe(Process process, string program, Stream input)
    {
        _process = process;
        _program = program;
        _feeding = Task.Run(() => FeedAsync(input));
    }

    public override int Read(Span<byte> buffer)
    {
        var read = _process.StandardOutput.BaseStream.Read(buffer);
        if (read == 0 && !buffer.IsEmpty)
        {
            _process.WaitForExit();
            _feeding.Wait();
            if (_unreadable is { } cause)
            {
                throw new InvalidDataException($"The archive cannot be read to its end: {cause.Message}", cause);
            }

            if (_process.ExitCode != 0)
            {
                throw new InvalidDataException($"{_program}: {_process.StandardError.ReadToEnd().Trim().ReplaceLineEndings(" ")}");
            }
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (!_process.HasExited)
            {
                _process.Kill();
            }

            _feeding.Wait();
            _process.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task FeedAsync(Stream input)
    {
        try
        {
            using var target = _process.StandardInput.BaseStream;
            await CopyAsync(input, target);
        }
        catch (IOException)
        {
            // The program ended first; its exit code says whether that is an error.
        }
    }

    // What cannot be read must not look like the end of the archive.
    private async Task CopyAsync(Stream input, Stream target)
    {
        var buffer = new byte[BufferSize];
        while (true)
        {
            int count;
            try
            {
                count = await input.ReadAsync(buffer);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                _unreadable = e;
                return;
            }

            if (count == 0)
            {
                return;
            }

            await target.WriteAsync(buffer.AsMemory(0, count));
        }
    }
}
