using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Functions that exist twice: under their name, where Go panics, and as mustName, where it returns an error. A template cannot tell the two apart.</summary>
internal static class Pairs
{
    public static IEnumerable<GoFunction> Create(string name, GoType result, IReadOnlyList<GoType> parameters, GoFunctionBody body) =>
        [GoFunction.Create(name, result, parameters, body), GoFunction.Create(Must(name), result, parameters, body)];

    public static IEnumerable<GoFunction> CreateVariadic(string name, GoType result, IReadOnlyList<GoType> parameters, GoFunctionBody body) =>
        [GoFunction.CreateVariadic(name, result, parameters, body), GoFunction.CreateVariadic(Must(name), result, parameters, body)];

    public static string Must(string name) => $"must{char.ToUpperInvariant(name[0])}{name[1..]}";
}
