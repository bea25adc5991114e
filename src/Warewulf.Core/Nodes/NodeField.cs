using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Warewulf.Core.Collections;

namespace Warewulf.Core.Nodes;

/// <summary>One field of a node or profile: its key in <c>nodes.conf</c>, its flag, its names in displays, and how it is read and written.</summary>
public sealed class NodeField
{
    /// <summary>The word that removes a value.</summary>
    public const string Undefined = "UNDEF";

    private readonly FieldGroup _group;
    private readonly string _name;
    private readonly Func<NodeSettings, FieldTarget, object?> _get;
    private readonly Func<NodeSettings, FieldTarget, object?, NodeSettings> _set;

    internal NodeField(
        FieldGroup group,
        string key,
        string name,
        NodeFieldKind kind,
        Func<NodeSettings, FieldTarget, object?> get,
        Func<NodeSettings, FieldTarget, object?, NodeSettings> set)
    {
        _group = group;
        _name = name;
        Key = key;
        Kind = kind;
        _get = get;
        _set = set;
    }

    /// <summary>The key in <c>nodes.conf</c>, such as <c>image name</c>; unique within the scope.</summary>
    public string Key { get; }

    /// <summary>The long flag without dashes, such as <c>ipaddr</c>; unset where only files can set the field.</summary>
    public string? Flag { get; internal init; }

    /// <summary>The flag that clears the field in <c>unset</c>: the same, but <c>tag</c> where <c>tagadd</c> adds one.</summary>
    public string? UnsetFlag => Kind == NodeFieldKind.TagMap ? Flag?[..^3] : Flag;

    /// <summary>The flag that removes tags in <c>set</c>, for fields that hold tags.</summary>
    public string? DeleteFlag => Kind == NodeFieldKind.TagMap ? Flag?[..^3] + "del" : null;

    /// <summary>The short flag, if it has one.</summary>
    public char? Short { get; internal init; }

    /// <summary>The part of the node the field belongs to.</summary>
    public FieldScope Scope => _group.Scope;

    /// <summary>The kind of value.</summary>
    public NodeFieldKind Kind { get; }

    /// <summary>One line of help.</summary>
    public string Help { get; internal init; } = "";

    /// <summary>Whether only nodes have it, and no profile.</summary>
    public bool IsNodeOnly { get; internal set; }

    /// <summary>Whether tables, differences and logs show that it is set, and not what it is.</summary>
    public bool IsSecret { get; internal set; }

    /// <summary>What a value must be beyond its kind: tells what is wrong with it, or nothing.</summary>
    internal Func<string, string?>? Check { get; init; }

    /// <summary>The name in displays, such as <c>NetDevs[default].Ipaddr</c>.</summary>
    public string Display(FieldTarget target) => _group.Display(target) + _name;

    /// <summary>The name in differences, such as <c>netdevs[default].ipaddr</c>: the flag where there is one.</summary>
    public string Path(FieldTarget target) =>
        _group.Path(target) + (Kind is NodeFieldKind.TagMap or NodeFieldKind.ResourceMap ? _name.ToLowerInvariant() : Flag ?? _name.ToLowerInvariant());

    /// <summary>The current value as text, or nothing when it is not set.</summary>
    public string? Get(NodeSettings settings, FieldTarget target) => FieldText.Format(_get(settings, target));

    /// <summary>The current value: a text, <see cref="IPAddress"/>, <see cref="MacAddress"/>, <see cref="bool"/>, an
    /// <see cref="ImmutableArray{T}"/> of texts, or a <see cref="SortedMap{T}"/> of texts or of <see cref="JsonElement"/>.</summary>
    public object? GetValue(NodeSettings settings, FieldTarget target) => _get(settings, target);

    /// <summary>Sets the field, or removes it when the text is empty or <see cref="Undefined"/>. Tags are added to those that are there, and
    /// no text removes them.</summary>
    /// <param name="settings">The settings to start from.</param>
    /// <param name="target">Where it is written; a device, disk, partition or file system is created when absent.</param>
    /// <param name="text">The value.</param>
    /// <exception cref="WarewulfException">The text is not a value of the field's kind.</exception>
    public NodeSettings Set(NodeSettings settings, FieldTarget target, string text)
    {
        if (FieldText.IsRemoval(Kind, text))
        {
            return _set(settings, target, null);
        }

        if (Validate(text) is { } problem)
        {
            throw WarewulfException.Invalid(problem);
        }

        var value = FieldText.Parse(Kind, text);
        return _set(settings, target, value is SortedMap<string> tags && _get(settings, target) is SortedMap<string> before ? before.Under(tags, null) : value);
    }

    /// <summary>The text that is read as what several texts say: all of their items, or else the last of them.</summary>
    /// <param name="texts">One or more.</param>
    public string Join(IReadOnlyList<string> texts) => FieldText.Join(Kind, texts);

    /// <summary>Sets the field to a value of the type that <see cref="GetValue"/> gives, or removes it.</summary>
    public NodeSettings SetValue(NodeSettings settings, FieldTarget target, object? value) => _set(settings, target, value);

    /// <summary>Tells what is wrong with a value, or nothing.</summary>
    public string? Validate(string text) =>
        FieldText.Problem(Kind, text) is { } problem ? $"--{Flag ?? Key}: {problem}" : Wrong(text);

    /// <summary>Tells what is wrong with a value of the right kind, or nothing.</summary>
    internal string? Wrong(string text) => Check?.Invoke(text) is { } wrong ? $"--{Flag ?? Key}: '{Validation.Names.Printable(text)}' {wrong}." : null;

    /// <summary>Where in a node's settings the field has, or could have, a value.</summary>
    internal IEnumerable<FieldTarget> Targets(NodeSettings settings) => _group.Targets(settings);
}
