using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Grains.Hosting;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Tests.Storage;

/// <summary>One database, the writers that are killed over it one after the other, and what they were told.</summary>
/// <param name="database">The PostgreSQL connection string; empty for SQLite.</param>
/// <param name="path">The SQLite file.</param>
internal sealed class CrashLane(string database, string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly int[] _counts = new int[CrashWriter.Workers];
    private long _revision;
    private long _checked;

    /// <summary>How many revisions were acknowledged.</summary>
    public long Revisions => _revision;

    /// <summary>Lets a writer run until so many revisions were acknowledged, and ends it.</summary>
    /// <param name="revisions">How many; with none it is killed while it starts.</param>
    /// <param name="startingFor">How long it may start before it is killed then.</param>
    /// <param name="end">How to end it, where not by killing it.</param>
    public async Task WriteAsync(int revisions, TimeSpan startingFor, Func<Task>? end = null)
    {
        using var writer = CrashWriter.Start(database, path);
        try
        {
            await Task.Delay(revisions == 0 ? startingFor : TimeSpan.Zero);
            while (revisions > 0)
            {
                if (await writer.StandardOutput.ReadLineAsync().WaitAsync(Patience) is not { } line)
                {
                    Assert.Fail($"The writer ended by itself: {await writer.StandardError.ReadToEndAsync()}");
                    return;
                }

                revisions -= Note(line) ? 1 : 0;
            }

            await (end?.Invoke() ?? Task.CompletedTask);
        }
        finally
        {
            writer.Kill();
        }

        // The last line may be cut off in the middle; what it says was acknowledged all the same.
        foreach (var line in (await writer.StandardOutput.ReadToEndAsync().WaitAsync(Patience)).Split('\n')[..^1])
        {
            _ = Note(line);
        }

        await writer.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Opens the database as a start does: all that was acknowledged is there, and everything there is whole.</summary>
    public async Task CheckAsync()
    {
        await using var storage = await SiloStorage.OpenAsync(database, path, NullLoggerFactory.Instance, CancellationToken.None);
        foreach (var (revision, change) in await storage.Catalog.LoadAsync(_checked, int.MaxValue, CancellationToken.None))
        {
            Assert.Equal(CrashWriter.Change(revision).Author, change.Author);
            Assert.Equal(CrashWriter.Change(revision).Operations, change.Operations);
            _checked = revision;
        }

        Assert.True(_checked >= _revision, $"revision {_revision} was acknowledged and the last one is {_checked}");
        if (await storage.Catalog.LoadCheckpointAsync(0, long.MaxValue, CancellationToken.None) is { } checkpoint)
        {
            Assert.InRange(checkpoint.Revision, 1, _checked);
            Assert.Equal($"{checkpoint.Revision}", CheckpointCodec.Read(checkpoint).Nodes.Values.First().Settings.Comment);
        }

        for (var worker = 0; worker < CrashWriter.Workers; worker++)
        {
            var stored = await storage.Grains.LoadAsync(CrashWriter.GrainType, $"w{worker}", CancellationToken.None);
            Assert.True(Count(stored) >= _counts[worker], $"worker {worker} was told {_counts[worker]}, stored is {Count(stored)}");
        }
    }

    private static int Count(StoredGrain? stored) => stored is null ? 0 : int.Parse(Encoding.UTF8.GetString(stored.Json.Span));

    // Whether it is about a revision.
    private bool Note(string line)
    {
        var parts = line.Split(' ');
        if (parts[0] == "r")
        {
            _revision = long.Parse(parts[1]);
            return true;
        }

        _counts[int.Parse(parts[0])] = int.Parse(parts[1]);
        return false;
    }
}
