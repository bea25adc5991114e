using System.Runtime.CompilerServices;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Parsing;
using Warewulf.Templates.Parsing.Syntax;
using Warewulf.Templates.Reads;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Execution;

/// <summary>The state of one run: the current template, its variables, and the node that an error would point at.</summary>
internal sealed class Interpreter
{
    /// <summary>How many steps pass between two looks at the cancellation.</summary>
    private const int StepsBetweenLooks = 256;

    private readonly IReadOnlyDictionary<string, TemplateBody> _bodies;
    private readonly int _maxDepth;
    private readonly long _maxSteps;
    private TemplateBody _body;
    private SyntaxNode? _node;
    private long _stepsLeft;
    private int _stepsToLook;
    private int _depth;

    public Interpreter(
        IReadOnlyDictionary<string, TemplateBody> bodies, TemplateOptions options, RenderSettings settings, TemplateExecution execution, TemplateBody entry)
    {
        _bodies = bodies;
        _body = entry;
        _maxDepth = settings.MaxDepth ?? options.MaxDepth;
        _stepsLeft = _maxSteps = settings.MaxSteps ?? options.MaxSteps;
        MissingKey = options.MissingKey;
        Execution = execution;
        Reads = execution.Reads;
    }

    public TemplateExecution Execution { get; }

    /// <summary>What the run reads; null when nobody wants to know.</summary>
    public TemplateReads? Reads { get; }

    public MissingKey MissingKey { get; }

    public GoValue[] Frame { get; private set; } = [];

    /// <summary>For loops over maps: an array of names that is not in use. Who takes it puts it back.</summary>
    public string[]? SpareNames { get; set; }

    public RenderOutcome Run(in GoValue data)
    {
        var outer = Execution.Enter();
        try
        {
            // Go hands data over as any: what slot they came from is lost.
            Execution.Data = data.Unwrap();
            Enter(_body, Execution.Data);
            return RenderOutcome.Completed;
        }
        catch (TemplateAbortException)
        {
            return RenderOutcome.Aborted;
        }
        catch (Exception error) when (error is OutputLimitException or GoFunctionException)
        {
            // Thrown while an action prints its value; calls report their own failures.
            throw Fail(error.Message, error);
        }
        catch (InsufficientExecutionStackException error)
        {
            throw Fail($"exceeded maximum template depth ({_depth})", error);
        }
        finally
        {
            TemplateExecution.Leave(outer);
        }
    }

    /// <summary>Notes the node being evaluated: errors from here on point at it.</summary>
    public void At(SyntaxNode node) => _node = node;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        if (--_stepsToLook < 0)
        {
            Look();
        }
    }

    /// <summary>Checks what a function made, and counts it as steps by its size.</summary>
    public void Charge(in GoValue result)
    {
        var steps = Execution.Weigh(result);
        if (steps > 0)
        {
            _stepsLeft -= steps;
            Execution.CancellationToken.ThrowIfCancellationRequested();
            CheckSteps();
        }
    }

    /// <summary>Called wherever evaluation nests, so that a hostile template cannot use up the stack.</summary>
    public static void EnterNested() => RuntimeHelpers.EnsureSufficientExecutionStack();

    /// <summary>Whether a value counts as true.</summary>
    public bool IsTrue(in GoValue value)
    {
        if (value.Path != 0)
        {
            Reads!.Mark(value.Path, ReadKinds.Truth);
        }

        return Truth.Of(value);
    }

    public void Invoke(string name, PipeNode? pipe, in GoValue dot)
    {
        if (!_bodies.TryGetValue(name, out var body))
        {
            throw Fail($"template {GoQuote.Quote(name)} not defined");
        }

        if (_depth >= _maxDepth)
        {
            throw Fail($"exceeded maximum template depth ({_maxDepth})");
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

    public void PrintValue(SyntaxNode node, in GoValue value)
    {
        At(node);
        Reads?.Whole(value);
        ValuePrinter.Print(this, node, value);
    }

    public TemplateException Fail(string message, Exception? inner = null)
    {
        var place = new SourcePlace(_body.ParseName, _body.Text, _node?.Position ?? 0);
        var text = $"template: {_body.ParseName}:{place.Line}:{place.Column}: executing {GoQuote.Quote(_body.Name)} at <{Describe()}>: {message}";
        return new TemplateException(TemplateErrorKind.Exec, text, place, place.Column, message, inner);
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

    // Steps are taken from the whole in portions, so that a step costs one comparison.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Look()
    {
        Execution.CancellationToken.ThrowIfCancellationRequested();
        CheckSteps();
        var portion = (int)Math.Min(_stepsLeft, StepsBetweenLooks);
        _stepsLeft -= portion;
        _stepsToLook = portion - 1;
        if (portion == 0)
        {
            // The last step is used up: the next one finds nothing left.
            _stepsLeft = -1;
            CheckSteps();
        }
    }

    private void CheckSteps()
    {
        if (_stepsLeft < 0)
        {
            throw Fail($"exceeded the limit of {_maxSteps} steps");
        }
    }

    private void Enter(TemplateBody body, in GoValue dot)
    {
        _body = body;
        Frame = new GoValue[body.SlotCount];
        Frame[0] = dot;
        body.Root.Execute(this, dot);
    }
}
