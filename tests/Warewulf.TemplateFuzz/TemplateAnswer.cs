namespace Warewulf.TemplateFuzz;

/// <summary>What an engine made of a program.</summary>
/// <param name="Output">What it wrote, up to an error if there is one.</param>
/// <param name="Kind">Empty when it came to its end; <c>parse</c> and <c>exec</c> for errors; others when it did not answer.</param>
/// <param name="Message">The error's text.</param>
public sealed record TemplateAnswer(byte[] Output, string Kind, string Message)
{
    /// <summary>Whether there is an answer at all.</summary>
    public bool IsAnswer => Kind is "" or "parse" or "exec" or "panic";

    public bool Equals(TemplateAnswer? other) =>
        other is not null && Kind == other.Kind && Message == other.Message && Output.AsSpan().SequenceEqual(other.Output);

    public override int GetHashCode() => HashCode.Combine(Kind, Message, Output.Length);
}
