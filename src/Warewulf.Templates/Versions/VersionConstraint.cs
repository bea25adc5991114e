namespace Warewulf.Templates.Versions;

/// <summary>One comparison of a constraint, such as <c>&gt;=1.2</c>.</summary>
/// <param name="Operator">The operator as written.</param>
/// <param name="Bound">The version compared with; parts left out or written as x are 0.</param>
/// <param name="HasWildcard">True when a part is left out or x.</param>
/// <param name="AnyMinor">True when that part is the minor.</param>
/// <param name="AnyPatch">True when that part is the patch.</param>
internal sealed record VersionConstraint(string Operator, SemanticVersion Bound, bool HasWildcard, bool AnyMinor, bool AnyPatch)
{
    public bool Allows(SemanticVersion version)
    {
        // Prereleases are only for those who ask for them; that a version is not one in particular holds for them too.
        if (version.Prerelease.Length > 0 && Bound.Prerelease.Length == 0 && (HasWildcard || Operator != "!="))
        {
            return false;
        }

        return Operator switch
        {
            "!=" => Differs(version),
            ">" => IsAbove(version),
            "<" => version.CompareTo(Bound) < 0,
            ">=" or "=>" => version.CompareTo(Bound) >= 0,
            "<=" or "=<" => IsAtMost(version),
            "~" or "~>" => IsNear(version),
            "^" => IsCompatible(version),
            _ => HasWildcard ? IsNear(version) : version.CompareTo(Bound) == 0,
        };
    }

    private bool Differs(SemanticVersion version)
    {
        if (!HasWildcard)
        {
            return version.CompareTo(Bound) != 0;
        }

        if (Bound.Major != version.Major)
        {
            return true;
        }

        if (Bound.Minor != version.Minor && !AnyMinor)
        {
            return true;
        }

        if (AnyMinor)
        {
            return false;
        }

        if (Bound.Patch != version.Patch && !AnyPatch)
        {
            return true;
        }

        return AnyPatch
            ? SemanticVersion.ComparePrerelease(version.Prerelease, Bound.Prerelease) != 0
            : version.CompareTo(Bound) != 0;
    }

    private bool IsAbove(SemanticVersion version)
    {
        if (!HasWildcard)
        {
            return version.CompareTo(Bound) > 0;
        }

        if (version.Major != Bound.Major)
        {
            return version.Major > Bound.Major;
        }

        // All of 11.x is 11, so none of it is above 11.
        return AnyMinor ? false : AnyPatch ? version.Minor > Bound.Minor : version.CompareTo(Bound) > 0;
    }

    private bool IsAtMost(SemanticVersion version)
    {
        if (!HasWildcard)
        {
            return version.CompareTo(Bound) <= 0;
        }

        return version.Major <= Bound.Major && (version.Major != Bound.Major || version.Minor <= Bound.Minor || AnyMinor);
    }

    private bool IsNear(SemanticVersion version)
    {
        if (version.CompareTo(Bound) < 0)
        {
            return false;
        }

        if (Bound is { Major: 0, Minor: 0, Patch: 0 } && !AnyMinor && !AnyPatch)
        {
            return true;
        }

        return version.Major == Bound.Major && (version.Minor == Bound.Minor || AnyMinor);
    }

    private bool IsCompatible(SemanticVersion version)
    {
        if (version.CompareTo(Bound) < 0)
        {
            return false;
        }

        if (Bound.Major > 0 || AnyMinor)
        {
            return version.Major == Bound.Major;
        }

        // Below 1.0.0 the first part that is not 0 says what may not change.
        if (version.Major > 0)
        {
            return false;
        }

        if (Bound.Minor > 0 || AnyPatch)
        {
            return version.Minor == Bound.Minor;
        }

        return version.Minor == 0 && version.Patch == Bound.Patch;
    }
}
