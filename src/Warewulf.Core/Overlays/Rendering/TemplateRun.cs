using Warewulf.Templates.Execution;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>What one run of a template produces beside text, and what it may use.</summary>
/// <param name="files">The files it may read.</param>
/// <param name="site">Keeps what they were.</param>
internal sealed class TemplateRun(IOverlayFiles files, OverlaySite site)
{
    private readonly List<OutputSlot> _slots = [new OutputSlot(null)];
    private readonly List<string> _warnings = [];

    /// <summary>The outputs in the order in which they were begun; the first is the template's own file.</summary>
    internal IReadOnlyList<OutputSlot> Slots => _slots;

    /// <summary>The output that text goes to.</summary>
    internal OutputSlot Current => _slots[^1];

    /// <summary>Whether the template asked for no copies of the files it replaces.</summary>
    internal bool NoBackup { get; set; }

    internal IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Reads a file of the server; null when it cannot be read.</summary>
    internal byte[]? ReadServer(TemplateExecution execution, string path) =>
        Read(execution, OverlayInput.File, path, () => files.ReadServer(path), OverlayInput.StateOf);

    /// <summary>Reads a file of an image; null when it cannot be read.</summary>
    internal byte[]? ReadImage(TemplateExecution execution, string image, string path) =>
        Read(execution, OverlayInput.Image, OverlayInput.InImage(image, path), () => files.ReadImage(image, path), OverlayInput.StateOf);

    /// <summary>Follows the links of a server path; null when it leads nowhere.</summary>
    internal string? Resolve(TemplateExecution execution, string path) =>
        Read(execution, OverlayInput.Link, path, () => files.Resolve(path), OverlayInput.StateOf);

    internal OutputSlot Begin(string name)
    {
        _slots.Add(new OutputSlot(name));
        return Current;
    }

    internal void Warn(string warning) => _warnings.Add(warning);

    private T Read<T>(TemplateExecution execution, string kind, string name, Func<T> read, Func<T, string> stateOf)
    {
        try
        {
            var value = read();
            Note(execution, kind, name, stateOf(value));
            return value;
        }
        catch (WarewulfException e)
        {
            Note(execution, kind, name, OverlayInput.StateOf(e));
            throw;
        }
    }

    private void Note(TemplateExecution execution, string kind, string name, string state)
    {
        execution.Observe(kind, name, state);
        site.Saw(kind, name, state);
    }
}
