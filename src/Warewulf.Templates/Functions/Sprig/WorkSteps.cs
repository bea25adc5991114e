namespace Warewulf.Templates.Functions.Sprig;

/// <summary>How many steps of the template's limit the functions that work long count as: about fifteen million to a second.</summary>
internal static class WorkSteps
{
    public const long RsaKeyPerBit = 1_000;
    public const long LargeRsaKey = 10_000_000;
    public const long DsaKey = 15_000_000;
    public const long SmallKey = 100_000;
    public const long Signature = 200_000;
    public const long Bcrypt = 1_000_000;
    public const long Scrypt = 5_000_000;
}
