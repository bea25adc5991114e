namespace Warewulf.Templates.Tests.Cases;

/// <summary>What running a case showed.</summary>
internal enum CaseVerdict
{
    Right,
    Wrong,
    NotYet,
    Volatile,
}
