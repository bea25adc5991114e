using Warewulf.Core;

namespace Warewulf.Grains.Hosting;

/// <summary>
/// What a grain keeps. It is replaced whole, never changed in place, and what <see cref="State"/> shows is always in storage.
/// </summary>
/// <typeparam name="TState">An immutable record that has a JSON form.</typeparam>
public interface IGrainState<TState>
    where TState : class
{
    /// <summary>The stored state, or the empty state of a grain that never saved one.</summary>
    TState State { get; }

    /// <summary>Whether something is stored that could not be read, and <see cref="State"/> is therefore the empty state. The next save replaces it.</summary>
    bool IsUnreadable { get; }

    /// <summary>
    /// Stores a new state. When somebody else stored one in the meantime the call this is part of is run again from the start with
    /// that state, so a grain decides first, saves once, and only then acts outside.
    /// </summary>
    /// <param name="state">The whole new state.</param>
    /// <param name="cancellationToken">Gives up waiting; whether the state was stored is then unknown, and it is read again.</param>
    /// <exception cref="GrainConflictException">Somebody else was faster; let it pass.</exception>
    /// <exception cref="WarewulfException">The storage does not answer or is full.</exception>
    Task SaveAsync(TState state, CancellationToken cancellationToken);

    /// <summary>Removes what is stored, under the rules of <see cref="SaveAsync"/>; the state is then the empty one.</summary>
    Task ClearAsync(CancellationToken cancellationToken);
}
