namespace Warewulf.Templates.Values;

/// <summary>The entries behind a map.</summary>
internal abstract class GoMap
{
    public abstract int Count { get; }

    public abstract bool TryGet(GoValue key, out GoValue value);

    /// <summary>Looks up a string key without making a value of it first.</summary>
    public virtual bool TryGet(string key, out GoValue value) => TryGet(GoValue.String(key), out value);

    /// <summary>All keys in the order in which Go prints and ranges over them.</summary>
    public abstract GoValue[] SortedKeys();

    /// <summary>
    /// For maps whose keys are plain strings: the keys in order, put into an array that is made larger where needed, and how many they
    /// are. -1 for all other maps.
    /// </summary>
    public virtual int SortedNames(ref string[] names) => -1;
}
