namespace Warewulf.Core.Api.Configure;

/// <summary>Brings services of heads into step with the site.</summary>
/// <param name="Services">Which, in the order in which they are dealt with.</param>
public sealed record ConfigureRequest(IReadOnlyList<HeadService> Services)
{
    /// <summary>The types of SSH keys; those of the settings when unset.</summary>
    public IReadOnlyList<string>? KeyTypes { get; init; }
}
