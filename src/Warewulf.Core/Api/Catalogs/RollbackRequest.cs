namespace Warewulf.Core.Api.Catalogs;

/// <summary>
/// Makes a new revision with the nodes and profiles of an earlier one. Images stay, since their files do, and so do the settings of
/// <c>warewulf.conf</c>.
/// </summary>
/// <param name="Revision">The revision to go back to.</param>
public sealed record RollbackRequest(long Revision) : ChangeRequest;
