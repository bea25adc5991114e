namespace Warewulf.Silo.Tests.Storage;

/// <summary>A test that needs to mount a disk of its own.</summary>
internal sealed class TmpfsFactAttribute : FactAttribute
{
    public TmpfsFactAttribute() => Skip = TmpfsDisk.IsPossible ? null : "Mounting needs root and its capabilities.";
}
