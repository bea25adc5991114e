namespace Warewulf.Templates.Values;

/// <summary>A function failed; the template stops with <c>error calling NAME: MESSAGE</c>.</summary>
public sealed class GoFunctionException : Exception
{
    /// <summary>Makes the error with Go's text.</summary>
    public GoFunctionException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the error with Go's text and its cause.</summary>
    public GoFunctionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
