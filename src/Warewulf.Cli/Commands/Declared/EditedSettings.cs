using Warewulf.Core.Api.Catalogs;
using Warewulf.Core.Nodes;

namespace Warewulf.Cli.Commands.Declared;

/// <summary>What of the catalog is edited, and how it is read and declared again.</summary>
/// <param name="Noun"><c>node</c> or <c>profile</c>.</param>
/// <param name="Before">The settings by name before they were edited.</param>
/// <param name="Read">Reads an edited text: the file's name, the text, and what takes warnings.</param>
/// <param name="Declare">Asks for the change: what is new or different, and what is gone.</param>
internal sealed record EditedSettings(
    string Noun,
    IReadOnlyDictionary<string, NodeSettings> Before,
    Func<string, string, Action<string>, IEnumerable<KeyValuePair<string, NodeSettings>>> Read,
    Func<IReadOnlyDictionary<string, NodeSettings>, IReadOnlyList<string>, DeclareRequest> Declare)
{
    /// <summary>The request that makes the catalog what an edited text says; nothing when it says what was there before.</summary>
    /// <exception cref="Core.WarewulfException">The text is wrong.</exception>
    public DeclareRequest? Compare(string file, string text, Action<string> warn)
    {
        var after = Read(file, text, warn).ToDictionary(StringComparer.Ordinal);
        var changed = after.Where(item => !Before.TryGetValue(item.Key, out var was) || SettingsDiff.Between(was, item.Value).Count > 0)
            .ToDictionary(StringComparer.Ordinal);
        var removed = Before.Keys.Where(name => !after.ContainsKey(name)).ToList();
        return changed.Count == 0 && removed.Count == 0 ? null : Declare(changed, removed);
    }
}
