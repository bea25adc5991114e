using Warewulf.Templates.Execution;
using Warewulf.Templates.Parsing.Syntax;

namespace Warewulf.Templates.Values;

/// <summary>The code behind a template function. Throws <see cref="GoFunctionException"/> for what Go reports with an error result or a panic.</summary>
/// <param name="execution">The running execution: its output, its state, its limits.</param>
/// <param name="arguments">The arguments, already of the declared types; for a method the receiver comes first.</param>
public delegate GoValue GoFunctionBody(TemplateExecution execution, ReadOnlySpan<GoValue> arguments);

/// <summary>A function with a Go signature, callable from templates.</summary>
public sealed class GoFunction
{
    private GoFunction(string name, GoType result, GoType[] parameters, bool variadic, GoFunctionBody body)
    {
        Name = name;
        Result = result;
        Parameters = parameters;
        IsVariadic = variadic;
        Body = body;
    }

    /// <summary>The name in templates.</summary>
    public string Name { get; }

    /// <summary>The declared result type; <see cref="GoType.Raw"/> passes the value on as it is.</summary>
    public GoType Result { get; }

    /// <summary>The declared parameter types. Of a variadic function the last one is the type of each further argument.</summary>
    public IReadOnlyList<GoType> Parameters { get; }

    /// <summary>True when the last parameter takes any number of arguments.</summary>
    public bool IsVariadic { get; }

    internal GoFunctionBody Body { get; }

    /// <summary>Why Go refuses to call it although it exists: a method with results that templates cannot take. Null for all others.</summary>
    internal string? Refusal { get; private init; }

    internal static GoFunction CreateRefused(string name, IReadOnlyList<GoType> parameters, string refusal) => new(
        name, GoType.Any, [.. parameters], false, static (_, _) => default)
    { Refusal = refusal };

    internal int FixedCount => IsVariadic ? Parameters.Count - 1 : Parameters.Count;

    /// <summary>Set for and, or: their arguments are evaluated only until the result is known.</summary>
    internal bool? ShortCircuitOn { get; private init; }

    /// <summary>Declares a function with a fixed number of parameters.</summary>
    public static GoFunction Create(string name, GoType result, IReadOnlyList<GoType> parameters, GoFunctionBody body) => new(
        name, result, [.. parameters], false, body);

    /// <summary>Declares a function whose last parameter may be repeated or left out.</summary>
    public static GoFunction CreateVariadic(string name, GoType result, IReadOnlyList<GoType> parameters, GoFunctionBody body) => new(
        name, result, [.. parameters], true, body);

    internal static GoFunction CreateShortCircuit(string name, bool decidedBy) => new(
        name, GoType.Raw, [GoType.Raw, GoType.Raw], true, static (_, args) => args[^1])
    { ShortCircuitOn = decidedBy };

    internal GoType ParameterAt(int index) => Parameters[Math.Min(index, Parameters.Count - 1)];

    /// <summary>The builtin call: its messages name the callee as it is written in the template.</summary>
    internal static GoFunction CreateCall(Func<string?, ReadOnlySpan<GoValue>, GoValue> body) => new(
        "call", GoType.Raw, [GoType.Raw, GoType.Raw], true, (_, args) => body(null, args))
    {
        CallBody = body,
    };

    private Func<string?, ReadOnlySpan<GoValue>, GoValue>? CallBody { get; init; }

    internal GoValue Invoke(TemplateExecution execution, ReadOnlySpan<GoValue> arguments, Operand? callee)
    {
        var result = CallBody is null ? Body(execution, arguments) : CallBody(callee?.ToString(), arguments);
        return result.InSlot(Result);
    }
}
