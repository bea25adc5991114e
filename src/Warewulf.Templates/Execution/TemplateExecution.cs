using System.Buffers;
using System.Runtime.CompilerServices;
using Warewulf.Templates.Reads;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Execution;

/// <summary>One run of a template, as functions see it: where output goes, what the caller attached, and the limits.</summary>
public sealed class TemplateExecution
{
    [ThreadStatic]
    private static TemplateExecution? _current;

    private readonly long _maxBytes;
    private readonly long _maxValueBytes;
    private readonly int _maxItems;
    private readonly int _maxPatternLength;
    private long _written;
    private long _charged;
    private IBufferWriter<byte> _output;
    private Dictionary<object, int>? _identities;

    internal TemplateExecution(IBufferWriter<byte> output, TemplateOptions options, RenderSettings settings)
    {
        _output = output;
        State = settings.State;
        CancellationToken = settings.CancellationToken;
        Reads = settings.Reads;
        _maxBytes = settings.MaxOutputBytes ?? options.MaxOutputBytes;
        _maxValueBytes = settings.MaxValueBytes ?? options.MaxValueBytes ?? _maxBytes;
        _maxItems = settings.MaxItems ?? options.MaxItems;
        _maxPatternLength = settings.MaxPatternLength ?? options.MaxPatternLength;
        Surroundings = settings.Surroundings ?? options.Surroundings;
        MaxCharge = settings.MaxSteps ?? options.MaxSteps;
    }

    /// <summary>The clock, the randomness and whatever else the caller lets this run learn of the world.</summary>
    public TemplateSurroundings Surroundings { get; }

    /// <summary>How many steps functions that work long may take in all; see <see cref="Charge"/>.</summary>
    internal long MaxCharge { get; }

    /// <summary>Where output goes from now on. A function may set it while the template runs, to begin another file.</summary>
    public IBufferWriter<byte> Output
    {
        get => _output;
        set => _output = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>What the caller attached to this run; null when nothing was.</summary>
    public object? State { get; }

    /// <summary>Ends the run from outside. A function that takes long looks at it, and throws <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>The execution that runs on this thread, for code that functions share and that is not given one; null outside of a render.</summary>
    internal static TemplateExecution? Current => _current;

    /// <summary>What the run reads, when somebody wants to know.</summary>
    internal TemplateReads? Reads { get; }

    /// <summary>Tells the dictionaries of an observed run from others.</summary>
    internal long Run => Reads?.Run ?? 0;

    /// <summary>What the template finds behind its first dot.</summary>
    internal GoValue Data { get; set; }

    /// <summary>
    /// Calls a method of the data without arguments: for functions that work on the data without being given any of them. It is read as the
    /// template itself would read it.
    /// </summary>
    /// <param name="method">The method's Go name.</param>
    public GoValue Ask(string method)
    {
        if (Data.Kind != GoKind.Struct || Data.Type!.Method(method) is not { } found)
        {
            throw new GoFunctionException($"the data have no method {method}");
        }

        var path = Reads is { } reads && Data.Path != 0 ? reads.Child(Data.Path, PathStep.Name, method) : 0;
        return found.Function.Invoke(this, [Data.WithPath(0)], null).WithPath(path);
    }

    /// <summary>Ends the whole template at once, wherever it is. What was written stays; <c>Render</c> returns <see cref="RenderOutcome.Aborted"/>.</summary>
    public GoValue Abort()
    {
        IsAborted = true;
        throw new TemplateAbortException();
    }

    /// <summary>True once <see cref="Abort"/> was called.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>Checks the size of a string before a function builds it. Throws <see cref="GoFunctionException"/> when it is beyond the limit.</summary>
    /// <param name="bytes">The size about to be used.</param>
    public void CheckSize(long bytes)
    {
        CancellationToken.ThrowIfCancellationRequested();
        if (bytes > _maxValueBytes || bytes < 0)
        {
            throw new GoFunctionException($"result exceeds the limit of {_maxValueBytes} bytes");
        }
    }

    /// <summary>Checks the length of a list or map before a function builds it. Throws <see cref="GoFunctionException"/> when it is beyond the limit.</summary>
    /// <param name="items">How many items it is going to have.</param>
    public void CheckItems(long items)
    {
        CancellationToken.ThrowIfCancellationRequested();
        if (items > _maxItems || items < 0)
        {
            throw new GoFunctionException($"result exceeds the limit of {_maxItems} items");
        }
    }

    /// <summary>
    /// Notes an input of a function that is not among the template's data, for <see cref="TemplateReads.Inputs"/>. Does nothing when
    /// nobody observes the run.
    /// </summary>
    /// <param name="kind">What it is, such as <c>file</c>.</param>
    /// <param name="name">Which one.</param>
    /// <param name="state">What it was: a hash of its content, or a word for its absence.</param>
    public void Observe(string kind, string name, string state)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(state);
        Reads?.Observe(new TemplateInput(kind, name, state));
    }

    /// <summary>True when somebody observes the run: what <see cref="Observe"/> is given is worth working out.</summary>
    public bool IsObserved => Reads is not null;

    /// <summary>An execution for methods that are called outside of a run: it has no state, and its output goes nowhere.</summary>
    internal static TemplateExecution Detached() => new(new ArrayBufferWriter<byte>(), TemplateOptions.Default, RenderSettings.Default);

    /// <summary>Makes this the thread's execution and returns the one before it, to be put back.</summary>
    internal TemplateExecution? Enter()
    {
        var outer = _current;
        _current = this;
        return outer;
    }

    /// <summary>Puts back the execution that ran on the thread before.</summary>
    internal static void Leave(TemplateExecution? outer) => _current = outer;

    /// <summary>A number for an object, in the order in which they are asked for: what pointers print as is the same in each run.</summary>
    internal int Identity(object target)
    {
        _identities ??= new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        if (!_identities.TryGetValue(target, out var number))
        {
            number = _identities.Count;
            _identities.Add(target, number);
        }

        return number;
    }

    /// <summary>Checks the length of a regular expression.</summary>
    internal void CheckPattern(int length)
    {
        if (length > _maxPatternLength)
        {
            throw new GoFunctionException($"regular expression exceeds the limit of {_maxPatternLength} characters");
        }
    }

    /// <summary>Checks what a function has made, and says how many steps it counts for beside the call itself.</summary>
    internal long Weigh(in GoValue result)
    {
        switch (result.Ref)
        {
            case null:
                return 0;
            case string text:
                if (text.Length > _maxValueBytes)
                {
                    CheckSize(text.Length);
                }

                return text.Length >> 8;
            case GoList list:
                CheckItems(list.Count);
                CheckSize(list.Count * (long)Unsafe.SizeOf<GoValue>());
                return list.Count >> 4;
            case GoDictionary map:
                CheckItems(map.Count);
                return 0;
            default:
                return 0;
        }
    }

    /// <summary>Counts work as so many steps before a function does it. Throws <see cref="GoFunctionException"/> when the limit is used up.</summary>
    internal void Charge(long steps)
    {
        _charged += steps;
        if (_charged > MaxCharge)
        {
            throw new GoFunctionException($"exceeded the limit of {MaxCharge} steps");
        }
    }

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        _written += bytes.Length;
        if (_written > _maxBytes)
        {
            throw new OutputLimitException(_maxBytes);
        }

        bytes.CopyTo(_output.GetSpan(bytes.Length));
        _output.Advance(bytes.Length);
    }

    internal void Write(string text)
    {
        if (_written + text.Length > _maxBytes)
        {
            throw new OutputLimitException(_maxBytes);
        }

        if (text.Length <= 256 && System.Text.Ascii.FromUtf16(text, _output.GetSpan(text.Length), out var written) == OperationStatus.Done)
        {
            _output.Advance(written);
            _written += written;
            return;
        }

        _written += GoText.Write(text, _output);
        if (_written > _maxBytes)
        {
            throw new OutputLimitException(_maxBytes);
        }
    }
}
