using Spectre.Console;

namespace Warewulf.Cli.Output;

/// <summary>Shows on standard error that long work goes on, where somebody looks at it.</summary>
internal static class Progress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Does work that is usually over at once; on another thread only where somebody would see that it goes on.</summary>
    public static ValueTask<T> ShowAsync<T>(CliEnvironment environment, string what, Func<T> work) =>
        environment.Terminal.IsErrorTerminal ? new ValueTask<T>(ShowAsync(environment, what, () => Task.Run(work))) : new ValueTask<T>(work());

    /// <summary>Waits for work; after a second without a result, with a spinner and the time it has taken.</summary>
    public static Task<T> ShowAsync<T>(CliEnvironment environment, string what, Func<Task<T>> work) => ShowAsync(environment, () => what, work);

    /// <summary>As above, for work that tells how far it is.</summary>
    public static async Task<T> ShowAsync<T>(CliEnvironment environment, Func<string> what, Func<Task<T>> work)
    {
        var task = work();
        if (!environment.Terminal.IsErrorTerminal || await EndsWithinAsync(task, Patience, environment.Time))
        {
            return await task;
        }

        await SpinAsync(environment, what, task);
        return await task;
    }

    // In a method of its own so that the console library is only loaded when it is used.
    private static Task SpinAsync(CliEnvironment environment, Func<string> what, Task task)
    {
        var start = environment.Time.GetTimestamp();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(environment.Terminal.Error) });
        return console.Status().StartAsync(Text(), async status =>
        {
            while (!await EndsWithinAsync(task, Patience, environment.Time))
            {
                status.Status(Text());
            }
        });

        string Text() => Markup.Escape($"{what()}, {Units.Age(environment.Time.GetElapsedTime(start) + Patience)}");
    }

    private static async Task<bool> EndsWithinAsync(Task task, TimeSpan limit, TimeProvider time)
    {
        using var ended = new CancellationTokenSource();
        var timer = Task.Delay(limit, time, ended.Token);
        var first = await Task.WhenAny(task, timer);
        await ended.CancelAsync();
        return first == task;
    }
}
