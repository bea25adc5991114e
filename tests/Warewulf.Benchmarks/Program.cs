using Warewulf.Benchmarks.Startup;

// dotnet run -c Release --project tests/Warewulf.Benchmarks -- startup PREFIX [RUNS]
switch (args)
{
    case ["startup", var prefix, ..]:
        var runs = args.Length > 2 && int.TryParse(args[2], out var given) ? given : 20;
        await new StartupBenchmark(Path.GetFullPath(prefix), runs).RunAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: startup PREFIX [RUNS]   PREFIX is where deploy/install put the programs");
        return 1;
}
