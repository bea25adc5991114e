using System.Globalization;
using Warewulf.TemplateFuzz.Comparison;
using Warewulf.TemplateFuzz.Generation;
using Warewulf.TemplateFuzz.Hammering;

const string Usage = """
    Usage: compare [--seed N] [--programs N] [--builtins 1]     compares the engine with Go on programs made by chance
           hammer [--seed N] [--inputs N]        gives lexer, parser and execution spoiled texts and watches time and memory
    """;

if (args.Length == 0)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

var numbers = args.Skip(1).Chunk(2).ToDictionary(pair => pair[0], pair => long.Parse(pair[1], CultureInfo.InvariantCulture));
var seed = (ulong)numbers.GetValueOrDefault("--seed", 1);
Callable.BuiltinsOnly = numbers.ContainsKey("--builtins");
switch (args[0])
{
    case "compare":
        return CompareCommand.Run(seed, (int)numbers.GetValueOrDefault("--programs", 200_000), Console.Out);
    case "hammer":
        return HammerCommand.Run(seed, (int)numbers.GetValueOrDefault("--inputs", 5_000_000), Console.Out);
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
