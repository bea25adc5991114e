namespace Warewulf.Edge.Tests.Hosting;

/// <summary>Waits for facts.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Waits until something is so.</summary>
    public static async Task HoldsAsync(Func<bool> fact, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!fact())
        {
            Assert.False(limit.IsCancellationRequested, $"never happened: {what}");
            await Task.Delay(5);
        }
    }
}
