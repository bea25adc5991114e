using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Warewulf.Core.Overlays.Data;
using Warewulf.Templates.Reads;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>One way in which a template reads: what its results depend on, and by which key they are found again.</summary>
internal sealed class ResultReads
{
    private const string AllNodes = "AllNodes";

    // Sprig's clock, chance, keys, passwords with a salt, environment and name service.
    private static readonly FrozenSet<string> Unsettled = FrozenSet.ToFrozenSet(
        [
            "now", "ago", "date", "dateInZone", "date_in_zone", "dateModify", "date_modify", "mustDateModify", "must_date_modify", "htmlDate", "htmlDateInZone",
            "toDate", "mustToDate", "duration", "durationRound", "unixEpoch", "randAlpha", "randAlphaNum", "randAscii", "randBytes", "randInt", "randNumeric", "shuffle",
            "uuidv4", "genPrivateKey", "genCA", "genCAWithKey", "genSelfSignedCert", "genSelfSignedCertWithKey", "genSignedCert", "genSignedCertWithKey",
            "buildCustomCert", "bcrypt", "encryptAES", "htpasswd", "env", "expandenv", "getHostByName",
        ],
        StringComparer.Ordinal);

    private readonly ReadSet _own;
    private readonly ReadSet? _all;

    internal ResultReads(ReadSet set)
    {
        Set = set;
        _own = set.Without(AllNodes);
        _all = (set.Root.Kinds & ReadKinds.Whole) != 0 ? null : set.Only(AllNodes);
        IsUnsettled = set.Functions.Any(Unsettled.Contains);
        ReadsAllNodes = set.Obstacle is not null || set.Reads(AllNodes);
        IsShared = !IsUnsettled && set.Obstacle is null && (set.Root.Kinds & ReadKinds.Whole) == 0
            && set.Root.Children.All(child => RootView.IsOfSite(child.Name));
    }

    /// <summary>What was read.</summary>
    internal ReadSet Set { get; }

    /// <summary>Whether nothing of the node itself was read, so that the result is the same for every node.</summary>
    internal bool IsShared { get; }

    /// <summary>Whether the clock, chance or the like has a part in the result: then it is one node's, and stays until what else was read changes.</summary>
    internal bool IsUnsettled { get; }

    /// <summary>Whether a change to another node may change the result.</summary>
    internal bool ReadsAllNodes { get; }

    internal bool IsOf(ReadSet set) => ReferenceEquals(Set, set) || (Set.Id is { } mine && set.Id is { } id && mine.AsSpan().SequenceEqual(id));

    /// <summary>The key of the result for a node; null when results of this kind cannot be found again.</summary>
    /// <param name="template">The template.</param>
    /// <param name="context">For whom.</param>
    /// <param name="data">The data in the form for digests; only made when it is needed.</param>
    internal RenderKey? Key(ParsedTemplate template, OverlayContext context, Lazy<GoValue> data)
    {
        var shared = context.Site.Digests;
        var own = IsShared ? shared.GetOrAdd(_own, set => set.Fingerprint(data.Value)) : _own.Fingerprint(data.Value);
        var all = _all is null ? [] : shared.GetOrAdd(_all, set => set.Fingerprint(data.Value));
        if (own is null || all is null)
        {
            return null;
        }

        if (_all is null && !IsUnsettled)
        {
            return new RenderKey(template, own);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(own);
        hash.AppendData(all);
        hash.AppendData(Encoding.UTF8.GetBytes(IsUnsettled ? context.Node.Name.ToString() : ""));
        return new RenderKey(template, hash.GetHashAndReset());
    }
}
