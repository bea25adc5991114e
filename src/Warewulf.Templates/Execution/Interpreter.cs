using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Parsing;
using Warewulf.Templates.Parsing.Syntax;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Execution;

/// <summary>The state of one run: the current template, its variables, and the node that an error would point at.</summary>
internal sealed class Interpreter(
    IReadOnlyDictionary<string, TemplateBody> bodies, TemplateOptions options, TemplateExecution execution, TemplateBody entry)
{
    private TemplateBody _body = entry;
    private SyntaxNode? _node;
    private long _steps = options.MaxSteps;
    private int _depth;

    public TemplateExecution Execution { get; } = execution;

    public MissingKey MissingKey { get; } = options.MissingKey;

    public GoValue[] Frame { get; private set; } = [];

    public RenderOutcome Run(GoValue data)
    {
        try
        {
            // Go hands data over as any: what slot they came from is lost.
            Enter(_body, data.Unwrap());
            return RenderOutcome.Completed;
        }
        catch (TemplateAbortException)
        {
            return RenderOutcome.Aborted;
        }
        catch (OutputLimitException error)
        {
            throw Fail($"output exceeds the limit of {options.MaxOutputBytes} bytes", error);
        }
        catch (GoFunctionException error)
        {
            // Thrown while an action prints its value; calls report their own failures.
            throw Fail(error.Message, error);
        }
        catch (InsufficientExecutionStackException error)
        {
            throw Fail($"exceeded maximum template depth ({_depth})", error);
        }
    }

    /// <summary>Notes the node being evaluated: errors from here on point at it.</summary>
    public void At(SyntaxNode node) => _node = node;

    public void Step()
    {
        if (--_steps < 0)
        {
            throw Fail($"exceeded the limit of {options.MaxSteps} steps");
        }
    }

    /// <summary>Called wherever evaluation nests, so that a hostile template cannot use up the stack.</summary>
    public static void EnterNested() => RuntimeHelpers.EnsureSufficientExecutionStack();

    public void Invoke(string name, PipeNode? pipe, GoValue dot)
    {
        if (!bodies.TryGetValue(name, out var body))
        {
            throw Fail($"template {GoQuote.Quote(name)} not defined");
        }

        if (_depth >= options.MaxDepth)
        {
            throw Fail($"exceeded maximum template depth ({options.MaxDepth})");
        }

        var argument = pipe is null ? default : pipe.Evaluate(this, dot);
        var (callerBody, callerFrame) = (_body, Frame);
        _depth++;
        Enter(body, argument);
        _depth--;
        (_body, Frame) = (callerBody, callerFrame);
    }

    public void RefuseArguments(in CallSite site, Operand first)
    {
        if (first is not VariableNode and not PipeNode)
        {
            At(first);
        }

        if (site.HasArguments)
        {
            throw Fail($"can't give argument to non-function {first}");
        }
    }

    public void PrintValue(SyntaxNode node, GoValue value)
    {
        At(node);
        value = FieldResolver.Printable(value);
        if (!value.IsValid)
        {
            Execution.Write("<no value>"u8);
        }
        else if (ReferenceEquals(value.Type, GoType.String))
        {
            Execution.Write(value.AsString);
        }
        else if (value.Type is { IsSigned: true, TextMethod: null })
        {
            Span<byte> digits = stackalloc byte[20];
            _ = Utf8Formatter.TryFormat(value.AsInt, digits, out var length);
            Execution.Write(digits[..length]);
        }
        else if (value.Kind == GoKind.Func)
        {
            throw Fail($"can't print {node} of type {value.Type}");
        }
        else
        {
            Execution.Write(GoFormatter.Print(value));
        }
    }

    public TemplateException Fail(string message, Exception? inner = null)
    {
        var text = _body.Text.Span[..(_node?.Position ?? 0)];
        var line = 1 + text.Count((byte)'\n');
        var column = text.Length - (text.LastIndexOf((byte)'\n') + 1);
        var place = $"template: {_body.ParseName}:{line}:{column}: executing {GoQuote.Quote(_body.Name)} at <{Describe()}>";
        return new TemplateException(TemplateErrorKind.Exec, $"{place}: {message}", _body.ParseName, line, column, inner);
    }

    private string Describe()
    {
        try
        {
            return _node?.ToString() ?? "";
        }
        catch (InsufficientExecutionStackException)
        {
            return "...";
        }
    }

    private void Enter(TemplateBody body, GoValue dot)
    {
        _body = body;
        Frame = new GoValue[body.SlotCount];
        Frame[0] = dot;
        body.Root.Execute(this, dot);
    }
}
