using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Profiles;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Profiles;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Profiles;

[Trait("Suite", "Fast")]
public sealed class ProfileServiceTests : IAsyncLifetime
{
    private SiloLab _lab = null!;
    private long _start;

    private ProfileService Profiles => _lab.Get<ProfileService>();

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        _start = _lab.Catalog.Current.Revision;
    }

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Add_Profile_ChangesTheNodesThatBuildOnIt()
    {
        await AddAsync("base", ("init", "/init"));
        await _lab.AddAsync("n[1-2]", ("profile", "base"));
        var answer = await Profiles.SetAsync(Request("base", ("root", "tmpfs")), CancellationToken.None);
        Assert.Equal(_start + 3, answer.Revision);
        Assert.Equal(("/init", "tmpfs"), (_lab.Node("n2").Settings.Init, _lab.Node("n2").Settings.Root));
    }

    [Fact]
    public async Task Set_SameValue_IsNoRevision()
    {
        await AddAsync("base", ("kernelargs", "quiet,splash"));
        var answer = await Profiles.SetAsync(Request("base", ("kernelargs", "quiet,splash")), CancellationToken.None);
        Assert.Equal(_start + 1, answer.Revision);
        Assert.Empty(answer.Changed);
    }

    [Fact]
    public async Task Delete_ProfileInUse_IsRefusedNamingWhoUsesIt()
    {
        await AddAsync("base");
        await AddAsync("top", ("profile", "base"));
        await _lab.AddAsync("n[1-3]", ("profile", "base"));
        var error = await Assert.ThrowsAsync<WarewulfException>(() => Profiles.DeleteAsync(new ProfileDeleteRequest(["base"]), CancellationToken.None));
        Assert.Contains("'top'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'n[1-3]'", error.Message, StringComparison.Ordinal);
        await _lab.DeleteAsync("n[1-3]");
        await Profiles.DeleteAsync(new ProfileDeleteRequest(["top", "base"]), CancellationToken.None);
        Assert.Empty(Profiles.List().Profiles);
    }

    [Theory]
    [InlineData("discoverable", "true", "--discoverable")]
    [InlineData("profile", "nope", "'nope'")]
    [InlineData("mtu", "big", "--mtu")]
    public async Task Add_WhatCannotBe_IsRefused(string flag, string value, string named)
    {
        var error = await Assert.ThrowsAsync<WarewulfException>(() => AddAsync("base", (flag, value)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Equal(_start, _lab.Catalog.Current.Revision);
    }

    [Fact]
    public async Task AnyVerb_ProfileThatIsNotThereOrThereAlready_NamesIt()
    {
        await AddAsync("base");
        var errors = new[]
        {
            await Assert.ThrowsAsync<WarewulfException>(() => AddAsync("base")),
            await Assert.ThrowsAsync<WarewulfException>(() => Profiles.SetAsync(Request("nope", ("root", "tmpfs")), CancellationToken.None)),
            await Assert.ThrowsAsync<WarewulfException>(() => Profiles.DeleteAsync(new ProfileDeleteRequest(["nope"]), CancellationToken.None)),
        };
        Assert.Equal([ApiErrorCode.Conflict, ApiErrorCode.NotFound, ApiErrorCode.NotFound], errors.Select(error => error.Code));
    }

    private static ProfileChangeRequest Request(string name, params (string Flag, string Value)[] fields) =>
        new([name], new SettingsEdit { Fields = fields.ToDictionary(field => field.Flag, field => field.Value) });

    private Task<CommitResponse> AddAsync(string name, params (string Flag, string Value)[] fields) =>
        Profiles.AddAsync(Request(name, fields), CancellationToken.None);
}
