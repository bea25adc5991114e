using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's JSON functions. Those without must turn most failures into nothing.</summary>
internal static class Json
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.Create("fromJson", GoType.Any, [GoType.String], static (e, a) => GoJsonReader.Read(a[0].AsString, out var _)),
        GoFunction.Create("mustFromJson", GoType.Any, [GoType.String], static (_, a) => MustRead(a[0].AsString)),
        Writer("toJson", GoJsonStyle.Compact, isStrict: false),
        Writer("mustToJson", GoJsonStyle.Compact, isStrict: true),
        Writer("toPrettyJson", GoJsonStyle.Indented, isStrict: false),
        Writer("mustToPrettyJson", GoJsonStyle.Indented, isStrict: true),
        Writer("toRawJson", GoJsonStyle.Raw, isStrict: true),
        Writer("mustToRawJson", GoJsonStyle.Raw, isStrict: true),
    ];

    private static GoFunction Writer(string name, GoJsonStyle style, bool isStrict) => GoFunction.Create(
        name,
        GoType.String,
        [GoType.Any],
        (e, a) => GoJson.TryEncode(e, a[0], style, out var text, out var problem) || !isStrict
            ? GoValue.String(text)
            : throw new GoFunctionException(problem));

    private static GoValue MustRead(string text)
    {
        var value = GoJsonReader.Read(text, out var problem);
        return problem is null ? value : throw new GoFunctionException(problem);
    }
}
