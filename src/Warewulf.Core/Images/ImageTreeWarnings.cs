using Warewulf.Core.Images.Recipes;

namespace Warewulf.Core.Images;

/// <summary>Collects remarks for the admin; beyond a hundred only their number is kept.</summary>
internal sealed class ImageTreeWarnings
{
    private const int Limit = 100;

    private readonly List<string> _lines = [];
    private readonly HashSet<string> _onceKeys = [];
    private long _dropped;

    internal void Add(string line)
    {
        if (_lines.Count < Limit)
        {
            _lines.Add(line);
        }
        else
        {
            _dropped++;
        }
    }

    /// <summary>Adds a remark that one line says for all files.</summary>
    internal void AddOnce(string line) => AddOnce(line, line);

    /// <summary>Tells of an attribute that is lost. A capability matters file by file; of any other attribute, one line says it for all files.</summary>
    internal void Add(AttributeNote note)
    {
        if (note.Attribute == "security.capability")
        {
            Add($"'{note.Path}' has file capabilities, which a cpio archive does not keep: set them at boot, for instance with setcap");
        }
        else
        {
            AddOnce(note.Attribute, $"the extended attribute {note.Attribute} of '{note.Path}' and maybe others is not kept: a cpio archive has no place for it");
        }
    }

    internal IReadOnlyList<string> ToList() => _dropped == 0 ? [.. _lines] : [.. _lines, $"and {_dropped} more of this kind"];

    private void AddOnce(string key, string line)
    {
        if (_onceKeys.Add(key))
        {
            Add(line);
        }
    }
}
