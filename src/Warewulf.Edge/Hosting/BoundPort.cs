namespace Warewulf.Edge.Hosting;

/// <summary>The TCP port this process serves nodes on, which stays what it was at the start whatever the settings say later.</summary>
internal sealed class BoundPort
{
    private volatile int _number;

    /// <summary>The port.</summary>
    public int Number
    {
        get => _number;
        set => _number = value;
    }
}
