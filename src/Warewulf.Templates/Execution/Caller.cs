using System.Runtime.CompilerServices;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Execution;

/// <summary>Calls functions and methods: counts and converts the arguments, reports failures as Go does.</summary>
internal static class Caller
{
    /// <summary>Calls a function.</summary>
    public static GoValue Call(Interpreter interpreter, in GoValue dot, GoFunction function, in CallSite site) =>
        Call(interpreter, dot, function, default, null, site);

    /// <summary>Calls a method of a value.</summary>
    public static GoValue CallMethod(Interpreter interpreter, in GoValue dot, GoMethod method, in GoValue receiver, in CallSite site) =>
        Call(interpreter, dot, method.Function, receiver, method, site);

    private static GoValue Call(
        Interpreter interpreter, in GoValue dot, GoFunction function, in GoValue receiver, GoMethod? method, in CallSite site)
    {
        var written = site.Arguments;
        var count = written.Length + (site.HasFinal ? 1 : 0);
        if (function.IsVariadic ? count < function.FixedCount : count != function.FixedCount)
        {
            throw interpreter.Fail(function.IsVariadic
                ? $"wrong number of args for {function.Name}: want at least {function.FixedCount} got {written.Length}"
                : $"wrong number of args for {function.Name}: want {function.FixedCount} got {count}");
        }

        if (function.Refusal is { } refusal)
        {
            throw interpreter.Fail(refusal);
        }

        if (function.ShortCircuitOn is { } decidedBy)
        {
            return ShortCircuit(interpreter, dot, decidedBy, site);
        }

        var offset = method is null ? 0 : 1;
        var total = count + offset;
        var few = default(FewValues);
        var arguments = total <= FewValues.Length ? ((Span<GoValue>)few)[..total] : new GoValue[total];
        if (method is not null)
        {
            arguments[0] = receiver;
        }

        for (var i = 0; i < written.Length; i++)
        {
            arguments[i + offset] = written[i].Argument(interpreter, dot, function.ParameterAt(i));
        }

        if (site.HasFinal)
        {
            arguments[^1] = Conversion.Validate(interpreter, site.Final, function.ParameterAt(written.Length));
        }

        interpreter.Step();
        var reads = interpreter.Reads;
        var path = 0;
        if (reads is not null)
        {
            if (method is null)
            {
                path = reads.Arguments(function, arguments);
            }
            else if (total == 1 && arguments[0].Path != 0)
            {
                // Its path is that of a field; who asked for it gives it to the result.
                GoValue.SetPath(ref arguments[0], 0);
            }
            else
            {
                path = reads.Call(method.Name, arguments);
            }
        }

        try
        {
            var result = function.Invoke(interpreter.Execution, arguments, written.IsEmpty ? null : written[0]);
            if (result.Ref is not null)
            {
                interpreter.Charge(result);
            }

            if (reads is null)
            {
                return result;
            }

            GoValue.SetPath(ref result, method is null ? reads.Result(function, arguments, path, result) : path);
            return result;
        }
        catch (GoFunctionException error)
        {
            reads?.Failed(arguments);
            interpreter.At(site.Node);
            throw interpreter.Fail($"error calling {function.Name}: {error.Message}", error);
        }
    }

    private static GoValue ShortCircuit(Interpreter interpreter, in GoValue dot, bool decidedBy, in CallSite site)
    {
        var value = default(GoValue);
        foreach (var argument in site.Arguments)
        {
            value = argument.Argument(interpreter, dot, GoType.Raw);
            if (interpreter.IsTrue(value) == decidedBy)
            {
                return value;
            }
        }

        return site.HasFinal ? site.Final : value;
    }

    [InlineArray(Length)]
    private struct FewValues
    {
        public const int Length = 4;
        private GoValue _first;
    }
}
