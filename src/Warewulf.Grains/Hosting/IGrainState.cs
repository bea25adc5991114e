using System.Text.Json.Serialization.Metadata;
using Warewulf.Core;

namespace Warewulf.Grains.Hosting;

/// <summary>
/// What a grain keeps. It is replaced whole, never changed in place, and what <see cref="State"/> shows is always in storage. What grows
/// with the number of things a grain deals with goes into parts instead, one for each thing: a save then costs what changed.
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

    /// <summary>
    /// Reads all parts, by name. The grain reads them once, in its first call, and keeps them in a field: like the state, they are read
    /// again by a grain made anew after a lost race or a failed save, so a field changes only after the save has succeeded.
    /// </summary>
    /// <typeparam name="TPart">An immutable record that has a JSON form; the same for all parts of a grain.</typeparam>
    /// <returns>The parts; null for one that is stored and cannot be read.</returns>
    /// <exception cref="WarewulfException">The storage does not answer.</exception>
    Task<IReadOnlyDictionary<string, TPart?>> LoadPartsAsync<TPart>(JsonTypeInfo<TPart> json, CancellationToken cancellationToken)
        where TPart : class;

    /// <summary>
    /// Stores some parts, and removes those given as null, under the rules of <see cref="SaveAsync"/>. Each is stored whole or not at
    /// all, but some may be when others are not.
    /// </summary>
    Task SavePartsAsync<TPart>(IReadOnlyDictionary<string, TPart?> parts, JsonTypeInfo<TPart> json, CancellationToken cancellationToken)
        where TPart : class;
}
