using System.Buffers;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Execution;

/// <summary>One run of a template, as functions see it: where output goes, what the caller attached, and the limits.</summary>
public sealed class TemplateExecution
{
    private readonly long _maxBytes;
    private long _written;
    private long _charged;
    private IBufferWriter<byte> _output;

    internal TemplateExecution(IBufferWriter<byte> output, object? state, long maxBytes, TemplateSurroundings? surroundings = null)
    {
        _output = output;
        State = state;
        _maxBytes = maxBytes;
        Surroundings = surroundings ?? TemplateSurroundings.None;
    }

    /// <summary>The clock, the randomness and whatever else the caller lets this run learn of the world.</summary>
    public TemplateSurroundings Surroundings { get; }

    /// <summary>How many steps functions that work long may take in all; see <see cref="Charge"/>.</summary>
    internal long MaxCharge { get; init; } = long.MaxValue;

    /// <summary>Where output goes from now on. A function may set it while the template runs, to begin another file.</summary>
    public IBufferWriter<byte> Output
    {
        get => _output;
        set => _output = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>What the caller attached to this run; null when nothing was.</summary>
    public object? State { get; }

    /// <summary>Ends the whole template at once, wherever it is. What was written stays; <c>Render</c> returns <see cref="RenderOutcome.Aborted"/>.</summary>
    public GoValue Abort()
    {
        IsAborted = true;
        throw new TemplateAbortException();
    }

    /// <summary>True once <see cref="Abort"/> was called.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>Checks the size of a string before a function builds it. Throws <see cref="GoFunctionException"/> when it is beyond the output limit.</summary>
    /// <param name="bytes">The size about to be used.</param>
    public void CheckSize(long bytes)
    {
        if (bytes > _maxBytes || bytes < 0)
        {
            throw new GoFunctionException($"result exceeds the limit of {_maxBytes} bytes");
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
            throw new OutputLimitException();
        }

        _output.Write(bytes);
    }

    internal void Write(string text)
    {
        if (_written + text.Length > _maxBytes)
        {
            throw new OutputLimitException();
        }

        _written += GoText.Write(text, _output);
    }
}
