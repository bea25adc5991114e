namespace Warewulf.Templates.Values;

/// <summary>A method of a type, callable from a template as if it were a field.</summary>
public sealed class GoMethod
{
    internal GoMethod(string name, GoFunction function)
    {
        Name = name;
        Function = function;
    }

    /// <summary>The Go name.</summary>
    public string Name { get; }

    /// <summary>The function behind it; its first argument is the receiver, which is not among the declared parameters.</summary>
    internal GoFunction Function { get; }
}
