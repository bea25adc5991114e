using Warewulf.Core.Catalogs;

namespace Warewulf.Silo.Overlays;

/// <summary>How far the keeper of overlays is, for those who wait for it.</summary>
internal sealed class OverlayProgress
{
    private volatile Stage _now = new(null, false, false);

    /// <summary>How far it is.</summary>
    public Stage Now => _now;

    /// <summary>Says how far it is.</summary>
    /// <param name="catalog">The revision it is at.</param>
    /// <param name="hasShared">Whether what templates became for every node is there.</param>
    /// <param name="hasOwn">Whether the nodes that fell to this head are done.</param>
    public void Move(Catalog catalog, bool hasShared, bool hasOwn)
    {
        var last = _now;
        _now = new Stage(catalog, hasShared, hasOwn);
        last.Pass();
    }

    /// <summary>How far the keeper was at one time.</summary>
    internal sealed class Stage(Catalog? catalog, bool hasShared, bool hasOwn)
    {
        private readonly TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Catalog? Catalog { get; } = catalog;

        public bool HasShared { get; } = hasShared;

        public bool HasOwn { get; } = hasOwn;

        /// <summary>Done when it is further.</summary>
        public Task Moved => _moved.Task;

        public void Pass() => _moved.TrySetResult();
    }
}
