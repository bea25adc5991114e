using Warewulf.Core.Api;

namespace Warewulf.Core;

/// <summary>An expected failure that reaches a person: its message says what, which, and what to do.</summary>
public sealed class WarewulfException : Exception
{
    /// <summary>Makes a failure with a message meant for the person who asked.</summary>
    /// <param name="code">Why the request failed.</param>
    /// <param name="message">One line: what failed, for which thing, and what to do about it.</param>
    /// <param name="inner">The cause, for the log.</param>
    public WarewulfException(ApiErrorCode code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>Why the request failed.</summary>
    public ApiErrorCode Code { get; }

    /// <summary>Shorthand for <see cref="ApiErrorCode.Invalid"/>.</summary>
    public static WarewulfException Invalid(string message) => new(ApiErrorCode.Invalid, message);

    /// <summary>Shorthand for <see cref="ApiErrorCode.NotFound"/>.</summary>
    public static WarewulfException NotFound(string message) => new(ApiErrorCode.NotFound, message);

    /// <summary>Shorthand for <see cref="ApiErrorCode.Conflict"/>.</summary>
    public static WarewulfException Conflict(string message) => new(ApiErrorCode.Conflict, message);
}
