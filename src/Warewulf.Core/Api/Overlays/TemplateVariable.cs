namespace Warewulf.Core.Api.Overlays;

/// <summary>A value that a template reads.</summary>
/// <param name="Name">As the template writes it, such as <c>.Kernel.Args</c> or <c>$device.Ipaddr</c>.</param>
/// <param name="Type">Its Go type; empty when only a render knows.</param>
public sealed record TemplateVariable(string Name, string Type)
{
    /// <summary>The flag that sets it on nodes and profiles, without dashes.</summary>
    public string? Flag { get; init; }

    /// <summary>What it means.</summary>
    public string? Help { get; init; }
}
