namespace Warewulf.Templates.Functions;

/// <summary>The flags, width and precision of one printf directive.</summary>
internal struct FormatFlags
{
    public bool Sharp;
    public bool Zero;
    public bool Plus;
    public bool Minus;
    public bool Space;
    public bool SharpV;
    public bool PlusV;
    public int? Width;
    public int? Precision;
}
