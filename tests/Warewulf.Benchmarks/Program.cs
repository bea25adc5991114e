using Warewulf.Benchmarks.Catalogs;
using Warewulf.Benchmarks.Grains;
using Warewulf.Benchmarks.Images;
using Warewulf.Benchmarks.Overlays;
using Warewulf.Benchmarks.Startup;
using Warewulf.Benchmarks.Templates;

// dotnet run -c Release --project tests/Warewulf.Benchmarks -- startup PREFIX [RUNS]
// dotnet run -c Release --project tests/Warewulf.Benchmarks -- catalog [RUNS]
// dotnet run -c Release --project tests/Warewulf.Benchmarks -- grains 'Host=...;Database=...' [RUNS]     an empty PostgreSQL database
// dotnet run -c Release --project tests/Warewulf.Benchmarks -- templates [SECONDS]              with Go beside it where Go is installed
// dotnet run -c Release --project tests/Warewulf.Benchmarks -- images TREE [PACKAGE...]                  a root tree of Debian, 1.5 to 2.5 GB
// dotnet run -c Release --project tests/Warewulf.Benchmarks -- levels TREE
// dotnet run -c Release --project tests/Warewulf.Benchmarks -- import DIR [RUNS]     a root tree; needs root, skopeo and umoci
// dotnet run -c Release --project tests/Warewulf.Benchmarks -- overlays deploy/overlays [build|preview]
switch (args)
{
    case ["startup", var prefix, ..]:
        await new StartupBenchmark(Path.GetFullPath(prefix), Runs(2, 20)).RunAsync();
        return 0;
    case ["catalog", ..]:
        await new CatalogBenchmark([1_000, 5_000, 20_000], Runs(1, 11)).RunAsync();
        return 0;
    case ["grains", var database, ..]:
        await new GrainSaveBenchmark(database, Runs(2, 5)).RunAsync();
        return 0;
    case ["templates", ..]:
        return await new TemplateBenchmark(Runs(1, 3)).RunAsync() ? 0 : 1;
    case ["images", var tree, .. var packages]:
        await new ImageBenchmark(Path.GetFullPath(tree), packages is [] ? ["openssh-client", "git", "python3-numpy"] : packages).RunAsync();
        return 0;
    case ["levels", var tree]:
        new LevelBenchmark(Path.GetFullPath(tree)).Run();
        return 0;
    case ["import", var directory, ..]:
        await new ImportBenchmark(Path.GetFullPath(directory), Runs(2, 3)).RunAsync();
        return 0;
    case ["overlays", var overlays, .. var parts]:
        var benchmark = new OverlayBenchmark(Path.GetFullPath(overlays));
        await (parts is ["preview"] ? Task.CompletedTask : benchmark.BuildAsync());
        await (parts is ["build"] ? Task.CompletedTask : benchmark.PreviewAsync());
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            "Usage: startup PREFIX [RUNS] | catalog [RUNS] | grains DATABASE [RUNS] | templates [SECONDS] | images TREE [PACKAGE...] | levels TREE "
            + "| import DIR [RUNS] | overlays DIR [build|preview]   PREFIX is where deploy/install put the programs");
        return 1;
}

int Runs(int place, int usual) => args.Length > place && int.TryParse(args[place], out var given) ? given : usual;
