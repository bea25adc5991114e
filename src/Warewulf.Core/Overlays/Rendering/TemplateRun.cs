namespace Warewulf.Core.Overlays.Rendering;

/// <summary>What one run of a template produces beside text, and what it may use.</summary>
internal sealed class TemplateRun(IOverlayFiles files)
{
    private readonly List<OutputSlot> _slots = [new OutputSlot(null)];
    private readonly List<string> _warnings = [];

    /// <summary>The outputs in the order in which they were begun; the first is the template's own file.</summary>
    internal IReadOnlyList<OutputSlot> Slots => _slots;

    /// <summary>The output that text goes to.</summary>
    internal OutputSlot Current => _slots[^1];

    /// <summary>Whether the template asked for no copies of the files it replaces.</summary>
    internal bool NoBackup { get; set; }

    /// <summary>Whether the outcome depends on files that can change without a new revision.</summary>
    internal bool ReadsFiles { get; private set; }

    internal IReadOnlyList<string> Warnings => _warnings;

    /// <summary>The files the template may read. Asking for them is noted.</summary>
    internal IOverlayFiles Files
    {
        get
        {
            ReadsFiles = true;
            return files;
        }
    }

    internal OutputSlot Begin(string name)
    {
        _slots.Add(new OutputSlot(name));
        return Current;
    }

    internal void Warn(string warning) => _warnings.Add(warning);
}
