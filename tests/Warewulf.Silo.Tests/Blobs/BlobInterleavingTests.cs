using System.Collections.Concurrent;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Blobs;

/// <summary>
/// Builds, commits, failures and collections in any order. All blobs look old here, so that nothing but holds and the catalog keeps them.
/// </summary>
[Trait("Suite", "Fast")]
public sealed class BlobInterleavingTests : IAsyncLifetime
{
    private SiloLab _lab = null!;

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        _lab.Time.Advance(DateTimeOffset.UtcNow.AddDays(10) - _lab.Time.GetUtcNow());
    }

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task AnyOrder_OneAfterTheOther_LosesNothingThatIsNamed()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            await RunAsync(new Random(seed));
        }
    }

    [Fact]
    public async Task AtTheSameTime_LosesNothingThatIsNamed()
    {
        var collector = Collector(pauseAfter: 1);
        using var stop = new CancellationTokenSource();
        var collecting = Task.Run(async () =>
        {
            var removed = 0L;
            while (!stop.IsCancellationRequested)
            {
                removed += (await collector.CollectAsync(false, async _ => await Task.Yield(), CancellationToken.None)).Removed.Count;
            }

            return removed;
        });
        await Task.WhenAll(Enumerable.Range(0, 3).Select(builder => Task.Run(async () =>
        {
            var random = new Random(builder);
            for (var i = 0; i < 60; i++)
            {
                using var build = new PendingBuild(_lab.Blobs, random);
                build.Store();
                if (random.Next(4) > 0)
                {
                    await CommitAsync(build, $"image{builder}");
                    AssertWhole(build.Archive);
                }

                _lab.Time.Advance(TimeSpan.FromHours(5));
            }
        })));
        await stop.CancelAsync();

        // However few rounds it came to beside them: there was something to remove.
        var removed = await collecting;
        _lab.Time.Advance(TimeSpan.FromDays(3));
        removed += (await collector.CollectAsync(false, _ => Task.CompletedTask, CancellationToken.None)).Removed.Count;
        Assert.True(removed > 0, "nothing was ever removed");
        Assert.All(_lab.Catalog.Current.ListArtifacts(), AssertWhole);
    }

    private async Task RunAsync(Random random)
    {
        var pending = new List<PendingBuild>();
        var collector = Collector(pauseAfter: 1);
        for (var step = 0; step < 30; step++)
        {
            if (random.Next(3) == 0)
            {
                await collector.CollectAsync(random.Next(4) == 0, _ => StepAsync(random, pending), CancellationToken.None);
            }
            else
            {
                await StepAsync(random, pending);
            }
        }

        pending.ForEach(build => build.Dispose());
        _lab.Time.Advance(TimeSpan.FromDays(3));
        await collector.CollectAsync(false, _ => Task.CompletedTask, CancellationToken.None);
        var named = _lab.Catalog.Current.ListArtifacts().SelectMany(_lab.Get<BlobRecipes>().List).ToHashSet();
        Assert.Equal(named.Count, _lab.Blobs.List().Count());
    }

    private async Task StepAsync(Random random, List<PendingBuild> pending)
    {
        var build = pending.Count > 0 ? pending[random.Next(pending.Count)] : null;
        switch (random.Next(7))
        {
            case 0 or 1:
                pending.Add(new PendingBuild(_lab.Blobs, random));
                break;
            case 2 or 3 when build is { IsStored: false }:
                build.Store();
                break;
            case 4 when build is { IsStored: true }:
                await CommitAsync(build, $"image{random.Next(3)}");
                pending.Remove(build);
                build.Dispose();
                break;
            case 5 when build is not null && random.Next(2) == 0:
                pending.Remove(build);
                build.Dispose();
                break;
            case 6 when random.Next(4) == 0:
                _lab.Time.Advance(TimeSpan.FromHours(random.Next(48)));
                break;
        }

        Assert.All(_lab.Catalog.Current.ListArtifacts(), AssertWhole);
        Assert.All(pending.Where(other => other.IsStored), other => AssertWhole(other.Archive));
    }

    private BlobCollector Collector(int pauseAfter) =>
        new(_lab.Blobs, _lab.Get<BlobRoots>(), new RecordingLogger<BlobCollector>()) { PauseAfter = pauseAfter };

    private Task<Catalog> CommitAsync(PendingBuild build, string name) => _lab.Catalog.CommitAsync(
        "test",
        null,
        _ =>
        [
            new PutImage(new ImageConfig(ImageName.Parse(name), "test", DateTimeOffset.UnixEpoch)
            {
                Build = new ImageBuild(build.Archive, 1, 1, DateTimeOffset.UnixEpoch),
            }),
        ],
        CancellationToken.None);

    private void AssertWhole(ArtifactRef artifact) =>
        Assert.All(_lab.Get<BlobRecipes>().List(artifact), digest => Assert.NotNull(_lab.Blobs.Find(digest)));

    /// <summary>A build of a few segments out of a few, so that builds have many in common.</summary>
    private sealed class PendingBuild : IDisposable
    {
        private static readonly ConcurrentDictionary<int, byte[]> Contents = new();

        private readonly BlobHold _hold;
        private readonly BlobBatch _batch;
        private readonly StoredRecipe _recipe;

        public PendingBuild(BlobStore store, Random random)
        {
            _hold = store.Hold();
            _batch = store.Begin("image", _hold);
            var contents = Enumerable.Range(0, 1 + random.Next(6))
                .Select(_ => Contents.GetOrAdd(random.Next(12), number => [.. Enumerable.Repeat((byte)number, 20 + number)])).ToList();
            var segments = contents.ConvertAll(content => new RecipeSegment(ArtifactDigest.Of(content), content.Length, content.Length, 0));
            for (var i = 0; i < segments.Count; i++)
            {
                // What a build finds is not stored again, and not before it is committed.
                if (!_batch.Has(segments[i]))
                {
                    _batch.Put(segments[i], contents[i]);
                }
            }

            var recipe = Recipe.Of(segments);
            _recipe = RecipeCodec.Write(recipe);
            Archive = new ArtifactRef(ArtifactDigest.Of(_recipe.Outline), recipe.Length, "image") { Gzip = true, RecipeLength = _recipe.Outline.Length };
        }

        public ArtifactRef Archive { get; }

        public bool IsStored { get; private set; }

        public void Store()
        {
            foreach (var part in _recipe.Pages.Append(_recipe.Outline))
            {
                _batch.Put(ArtifactDigest.Of(part), part);
            }

            _batch.Commit();
            IsStored = true;
        }

        public void Dispose()
        {
            _batch.Dispose();
            _hold.Dispose();
        }
    }
}
