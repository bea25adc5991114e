namespace Warewulf.Cli.Output;

/// <summary>How a cell is coloured where colours are welcome.</summary>
internal enum Style
{
    /// <summary>As the terminal does.</summary>
    Plain,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>On its way.</summary>
    Busy,

    /// <summary>Wants attention.</summary>
    Bad,

    /// <summary>Nothing known.</summary>
    Faint,
}
