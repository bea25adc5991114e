using Warewulf.Templates.Execution;
using Warewulf.Templates.Parsing.Syntax;
using Warewulf.Templates.Reads;

namespace Warewulf.Templates.Values;

/// <summary>The code behind a template function. Throws <see cref="GoFunctionException"/> for what Go reports with an error result or a panic.</summary>
/// <param name="execution">The running execution: its output, its state, its limits.</param>
/// <param name="arguments">The arguments, already of the declared types; for a method the receiver comes first.</param>
public delegate GoValue GoFunctionBody(TemplateExecution execution, ReadOnlySpan<GoValue> arguments);

/// <summary>A function with a Go signature, callable from templates.</summary>
public sealed class GoFunction
{
    private readonly GoType[] _parameters;

    private GoFunction(string name, GoType result, GoType[] parameters, bool variadic, GoFunctionBody body)
    {
        Name = name;
        Result = result;
        _parameters = parameters;
        IsVariadic = variadic;
        Body = body;
    }

    /// <summary>The name in templates.</summary>
    public string Name { get; }

    /// <summary>The declared result type; <see cref="GoType.Raw"/> passes the value on as it is.</summary>
    public GoType Result { get; }

    /// <summary>The declared parameter types. Of a variadic function the last one is the type of each further argument.</summary>
    public IReadOnlyList<GoType> Parameters => _parameters;

    /// <summary>True when the last parameter takes any number of arguments.</summary>
    public bool IsVariadic { get; }

    internal GoFunctionBody Body { get; }

    /// <summary>Why Go refuses to call it although it exists: a method with results that templates cannot take. Null for all others.</summary>
    internal string? Refusal { get; private init; }

    internal static GoFunction CreateRefused(string name, IReadOnlyList<GoType> parameters, string refusal) => new(
        name, GoType.Any, [.. parameters], false, static (_, _) => default)
    { Refusal = refusal };

    /// <summary>What an observed execution notes when the function is called.</summary>
    internal ReadRule ReadRule { get; private init; }

    /// <summary>True for the functions of this library: they neither look at the output nor replace it.</summary>
    internal bool IsOwn { get; private init; }

    internal int FixedCount => IsVariadic ? _parameters.Length - 1 : _parameters.Length;

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

    internal GoType ParameterAt(int index) => _parameters[Math.Min(index, _parameters.Length - 1)];

    /// <summary>The function as one of this library's own.</summary>
    internal GoFunction WithReadRule(ReadRule rule) => new(Name, Result, _parameters, IsVariadic, Body)
    {
        ShortCircuitOn = ShortCircuitOn,
        CallBody = CallBody,
        ReadRule = rule,
        IsOwn = true,
    };

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
