namespace Warewulf.Grains.Hosting;

/// <summary>
/// A state was not stored because somebody else stored one first. The host of the grain catches this and runs the call again;
/// it never reaches a caller.
/// </summary>
/// <param name="type">The grain's type.</param>
/// <param name="key">Which one.</param>
public sealed class GrainConflictException(string type, string key)
    : Exception($"The state of {type} '{key}' was changed by somebody else in the meantime.");
