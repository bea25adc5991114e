using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's random texts and numbers. The same random bytes give the same results, which are not those that Go would make of them.</summary>
internal static class RandomText
{
    private const string Digits = "0123456789";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly string Printable = string.Concat(Enumerable.Range(' ', 95).Select(c => (char)c));

    public static IEnumerable<GoFunction> All { get; } =
    [
        Text("randAlphaNum", Letters + Digits),
        Text("randAlpha", Letters),
        Text("randNumeric", Digits),
        Text("randAscii", Printable),
        GoFunction.Create("randBytes", GoType.String, [GoType.Int], static (e, a) => Bytes(e, a[0].AsInt)),
        GoFunction.Create("randInt", GoType.Int, [GoType.Int, GoType.Int], static (e, a) => Integer(e, a[0].AsInt, a[1].AsInt)),
        GoFunction.Create("shuffle", GoType.String, [GoType.String], static (e, a) => Shuffle(e, a[0].AsString)),
        GoFunction.Create("uuidv4", GoType.String, [], static (e, _) => Uuid(e)),
    ];

    private static GoFunction Text(string name, string characters) => GoFunction.Create(name, GoType.String, [GoType.Int], (e, a) =>
    {
        // Sprig drops the error that a negative count gives.
        var count = Math.Max(a[0].AsInt, 0);
        e.CheckSize(count);
        e.Charge(count / 4);
        return GoValue.String(string.Create((int)count, (e.Surroundings, characters), static (output, state) =>
        {
            for (var i = 0; i < output.Length; i++)
            {
                output[i] = state.characters[(int)state.Surroundings.NextRandom(state.characters.Length)];
            }
        }));
    });

    private static GoValue Bytes(TemplateExecution execution, long count)
    {
        if (count < 0)
        {
            throw new GoFunctionException("runtime error: makeslice: len out of range");
        }

        execution.CheckSize(count > long.MaxValue / 2 ? long.MaxValue : count / 3 * 4);
        execution.Charge(count / 16);
        var bytes = new byte[count];
        execution.Surroundings.FillRandom(bytes);
        return GoValue.String(Convert.ToBase64String(bytes));
    }

    private static GoValue Integer(TemplateExecution execution, long least, long bound)
    {
        var range = unchecked(bound - least);
        return range > 0
            ? GoValue.Int(unchecked(least + (range == 1 ? 0 : execution.Surroundings.NextRandom(range))))
            : throw new GoFunctionException("invalid argument to Intn");
    }

    private static GoValue Shuffle(TemplateExecution execution, string text)
    {
        // What is no UTF-8 becomes U+FFFD, as Go's conversion to characters makes it.
        var runes = GoText.Runes(text).Select(static r => r.Rune).ToArray();
        execution.Charge(runes.Length / 4);
        for (var i = runes.Length - 1; i > 0; i--)
        {
            var other = (int)execution.Surroundings.NextRandom(i + 1);
            (runes[i], runes[other]) = (runes[other], runes[i]);
        }

        return GoValue.String(string.Concat(runes));
    }

    private static GoValue Uuid(TemplateExecution execution)
    {
        Span<byte> bytes = stackalloc byte[16];
        execution.Surroundings.FillRandom(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return GoValue.String(new Guid(bytes, bigEndian: true).ToString());
    }
}
