namespace Warewulf.TemplateFuzz.Generation;

/// <summary>What an expression is meant to be. The generator keeps to it most of the time, so that programs get far enough.</summary>
public enum Sort
{
    Any,
    Text,
    Int,
    Float,
    Bool,
    List,
    Dict,
    Map,
    Struct,
}
