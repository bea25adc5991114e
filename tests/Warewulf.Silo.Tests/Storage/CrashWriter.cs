using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Tests.Storage;

/// <summary>A process that stores numbers counting up until it is killed, and writes a line for each that was acknowledged.</summary>
internal static class CrashWriter
{
    public const int Workers = 16;

    private static readonly Lock Printing = new();

    public static async Task<int> RunAsync(string path)
    {
        try
        {
            await using var storage = await SiloStorage.OpenAsync(null, path, NullLoggerFactory.Instance, CancellationToken.None);
            await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => CountAsync(storage, worker))));
            return 0;
        }
        catch (WarewulfException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task CountAsync(SiloStorage storage, int worker)
    {
        var key = $"w{worker}";
        var stored = await storage.Grains.LoadAsync("crash", key, CancellationToken.None);
        var (version, count) = stored is null ? (0, 0) : (stored.Version, int.Parse(Encoding.UTF8.GetString(stored.Json.Span)));
        while (true)
        {
            count++;
            version = await storage.Grains.SaveAsync("crash", key, Encoding.UTF8.GetBytes($"{count}"), version, CancellationToken.None);
            lock (Printing)
            {
                Console.Out.WriteLine($"{worker} {count}");
                Console.Out.Flush();
            }
        }
    }
}
