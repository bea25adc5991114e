using System.Runtime.CompilerServices;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Execution;

/// <summary>Calls functions and methods: counts and converts the arguments, reports failures as Go does.</summary>
internal static class Caller
{
    public static GoValue Call(Interpreter interpreter, GoValue dot, GoFunction function, GoValue? receiver, in CallSite site)
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

        var offset = receiver is null ? 0 : 1;
        var total = count + offset;
        var few = default(FewValues);
        var arguments = total <= FewValues.Length ? ((Span<GoValue>)few)[..total] : new GoValue[total];
        if (receiver is { } self)
        {
            arguments[0] = self;
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
        try
        {
            var result = function.Invoke(interpreter.Execution, arguments, written.IsEmpty ? null : written[0]);
            interpreter.Execution.CheckSize(SizeOf(result));
            return result;
        }
        catch (GoFunctionException error)
        {
            interpreter.At(site.Node);
            throw interpreter.Fail($"error calling {function.Name}: {error.Message}", error);
        }
    }

    /// <summary>What a template can double in each round of a loop must not grow without end.</summary>
    private static long SizeOf(GoValue value) => value.Ref switch
    {
        string text => text.Length,
        GoList list => list.Count * (long)Unsafe.SizeOf<GoValue>(),
        _ => 0,
    };

    private static GoValue ShortCircuit(Interpreter interpreter, GoValue dot, bool decidedBy, in CallSite site)
    {
        var value = default(GoValue);
        foreach (var argument in site.Arguments)
        {
            value = argument.Argument(interpreter, dot, GoType.Raw);
            if (Truth.Of(value) == decidedBy)
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
