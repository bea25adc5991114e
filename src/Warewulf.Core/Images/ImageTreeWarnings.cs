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
    internal void AddOnce(string line)
    {
        if (_onceKeys.Add(line))
        {
            Add(line);
        }
    }

    internal IReadOnlyList<string> ToList() => _dropped == 0 ? [.. _lines] : [.. _lines, $"and {_dropped} more of this kind"];
}
