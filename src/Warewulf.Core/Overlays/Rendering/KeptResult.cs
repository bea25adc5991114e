using Warewulf.Core.Artifacts;
using Warewulf.Templates.Reads;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>A template's result in a form that outlives the process.</summary>
/// <param name="Template">What the template was.</param>
/// <param name="Reads">How the data were read.</param>
/// <param name="High">The upper half of the key's digest.</param>
/// <param name="Low">The lower half of it.</param>
/// <param name="Inputs">What was read besides the data.</param>
/// <param name="Rendered">What the template became.</param>
internal sealed record KeptResult(
    ArtifactDigest Template, byte[] Reads, UInt128 High, UInt128 Low, IReadOnlyList<TemplateInput> Inputs, RenderedTemplate Rendered)
{
    /// <summary>A result as it is kept; null for one that cannot be: it failed, or cannot be found again.</summary>
    internal static KeptResult? Of(TemplateResult result) =>
        result is { Key: { } key, Rendered: { } rendered } && result.Reads.Set.Encode() is { } reads
            ? new KeptResult(key.Template.Digest, reads, key.High, key.Low, result.Inputs, rendered)
            : null;

    /// <summary>The result, of the template as it is now; null when how it was read cannot be understood.</summary>
    internal TemplateResult? In(ParsedTemplate template)
    {
        try
        {
            return new TemplateResult(template.Of(ReadSet.Decode(Reads)), new RenderKey(template, High, Low), Inputs) { Rendered = Rendered };
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
