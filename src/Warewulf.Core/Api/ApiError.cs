namespace Warewulf.Core.Api;

/// <summary>The body of every refusal.</summary>
/// <param name="Code">Why.</param>
/// <param name="Message">One line for a person: what, which, and what to do.</param>
public sealed record ApiError(ApiErrorCode Code, string Message);
