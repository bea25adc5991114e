using System.Collections.Frozen;
using Warewulf.Templates.Functions.Sprig;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions;

/// <summary>An unchangeable set of functions by name.</summary>
public sealed class FunctionSet
{
    private readonly FrozenDictionary<string, GoFunction> _functions;

    private FunctionSet(IEnumerable<GoFunction> functions)
    {
        var byName = new Dictionary<string, GoFunction>(StringComparer.Ordinal);
        foreach (var function in functions)
        {
            byName[function.Name] = function;
        }

        _functions = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>No functions: templates have only the builtins.</summary>
    public static FunctionSet Empty { get; } = new([]);

    /// <summary>The builtins of text/template; every template has them.</summary>
    public static FunctionSet Builtins { get; } = new([.. Functions.Builtins.All, .. Comparisons.All, .. Escapers.All]);

    /// <summary>The functions of Sprig that this library has.</summary>
    public static FunctionSet Sprig { get; } = new([
        .. Strings.All, .. Casing.All, .. Wrapping.All, .. Lists.All, .. Dictionaries.All, .. Numbers.All, .. Defaults.All, .. Types.All,
        .. Patterns.All, .. Json.All, .. Paths.All, .. Encodings.All, .. Dates.All, .. FloatNumbers.All, .. SemanticVersions.All, .. Addresses.All,
        .. Secrets.All, .. Certificates.All, .. RandomText.All, .. Machine.All,
    ]);

    /// <summary>The names in the set.</summary>
    public IEnumerable<string> Names => _functions.Keys;

    /// <summary>Makes a set with more functions; one of a name already there replaces it.</summary>
    public FunctionSet With(params IEnumerable<GoFunction> functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        return new FunctionSet(_functions.Values.Concat(functions));
    }

    /// <summary>The function of that name, or null.</summary>
    public GoFunction? Find(string name) => _functions.GetValueOrDefault(name);
}
