namespace Warewulf.Templates.Values;

/// <content>Named types that are no structs and have methods.</content>
public sealed partial class GoType
{
    /// <summary>Declares a named type over a basic, slice or map type, with methods.</summary>
    /// <param name="name">The name as Go prints it, with its package.</param>
    /// <param name="underlying">The type that gives kind, element and key.</param>
    /// <param name="text">What a value prints as: its String method, which the list of methods names too.</param>
    /// <param name="methods">The methods; the first argument of each is the receiver, which its declared parameters do not name.</param>
    public static GoType Named(string name, GoType underlying, Func<GoValue, string> text, IReadOnlyList<GoFunction> methods)
    {
        ArgumentNullException.ThrowIfNull(methods);
        return NamedWithMethods(name, underlying, text, [.. methods.Select(static method => new GoMethod(method.Name, method))]);
    }

    /// <summary>Adds methods whose parameters or results are of the type itself. Only while the type is being declared.</summary>
    internal void AddMethods(params IEnumerable<GoFunction> methods)
    {
        foreach (var method in methods)
        {
            _methods.Add(method.Name, new GoMethod(method.Name, method));
        }
    }
}
