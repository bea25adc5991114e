namespace Warewulf.Core.Api.Catalogs;

/// <summary>Makes a new revision with the nodes, profiles and image entries of an earlier one; site settings stay those of <c>warewulf.conf</c>.</summary>
/// <param name="Revision">The revision to go back to.</param>
public sealed record RollbackRequest(long Revision) : ChangeRequest;
