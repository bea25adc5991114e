using System.Text.RegularExpressions;
using System.Text;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays.Data;
using Warewulf.Core.Overlays.Rendering;
using Warewulf.Templates.Values;
using Warewulf.Templates;

namespace Warewulf.Core.Overlays;

/// <summary>
/// What a template reads, told by its text alone. A comment may say more: a line <c>.Tags.motd: the greeting</c> explains a value, and a line
/// <c>wwdoc: ...</c> the file.
/// </summary>
/// <param name="Documentation">What comments say of the file.</param>
/// <param name="Variables">What it reads.</param>
public sealed partial record TemplateInfo(IReadOnlyList<string> Documentation, IReadOnlyList<TemplateVariable> Variables)
{
    private const string FieldItem = "[]";

    /// <summary>Looks at a template.</summary>
    /// <param name="name">Its name, for errors.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="WarewulfException">It is no template; the message says where.</exception>
    public static TemplateInfo Of(string name, ReadOnlyMemory<byte> text)
    {
        var notes = Comment().Matches(Encoding.UTF8.GetString(text.Span)).SelectMany(comment => Note().Matches(comment.Groups[1].Value))
            .Select(note => (Subject: note.Groups[1].Value, Text: note.Groups[2].Value.Trim())).ToList();
        var help = notes.DistinctBy(note => note.Subject).ToDictionary(note => note.Subject, note => note.Text, StringComparer.Ordinal);
        try
        {
            var fields = new ParsedTemplate(name, text, ArtifactDigest.Of(text.Span)).Template.Fields;
            return new TemplateInfo(
                [.. notes.Where(note => note.Subject == "wwdoc").Select(note => note.Text)],
                [.. fields.Select(field => Describe(field, help.GetValueOrDefault(field.Text)))]);
        }
        catch (TemplateException error)
        {
            throw WarewulfException.Invalid($"'{name}' is no template: {error.Message}.");
        }
    }

    private static TemplateVariable Describe(TemplateField field, string? help)
    {
        var known = Find(field.Path);
        return new TemplateVariable(field.Text, TypeOf(field.Path)) { Flag = known?.Flag, Help = help ?? known?.Help };
    }

    private static string TypeOf(IReadOnlyList<string> path)
    {
        var type = path.Count == 0 ? null : RootView.Type;
        foreach (var name in path)
        {
            type = type is { Kind: GoKind.Pointer } ? type.Element : type;
            type = type?.Fields.FirstOrDefault(field => field.Name == name)?.Type ?? (type is { Kind: GoKind.Map or GoKind.Slice } ? type.Element : null);
        }

        return type?.Name ?? "";
    }

    // A tag or another entry of a map is set by the flag of the map.
    private static NodeField? Find(IReadOnlyList<string> path)
    {
        var skipped = path is ["ThisNode", ..] ? 1 : path is ["AllNodes", ..] ? 2 : 0;
        for (var count = path.Count - skipped; count > 0; count--)
        {
            var display = string.Join('.', path.Skip(skipped).Take(count)).Replace("." + FieldItem, FieldItem, StringComparison.Ordinal);
            if (NodeFields.All.FirstOrDefault(field => Place().Replace(field.Display(FieldTarget.Default), FieldItem) == display) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    [GeneratedRegex(@"\{\{-?\s*/\*(.*?)\*/\s*-?\}\}", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\s*(wwdoc|\$?[\w.]*\.[\w.]+)\s*:\s*(.*)$", RegexOptions.Multiline)]
    private static partial Regex Note();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Place();
}
