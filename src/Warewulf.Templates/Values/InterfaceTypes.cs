namespace Warewulf.Templates.Values;

/// <summary>All interface types by number. There are a handful, and a number takes less room in a value than a reference.</summary>
internal static class InterfaceTypes
{
    /// <summary>The number of the empty interface, which is declared first.</summary>
    public const int Any = 1;

    private static readonly Lock Adding = new();
    private static GoType?[] _types = new GoType?[8];
    private static int _count = 1;

    public static int Add(GoType type)
    {
        lock (Adding)
        {
            var types = _types;
            if (_count == types.Length)
            {
                Array.Resize(ref types, types.Length * 2);
            }

            types[_count] = type;
            Volatile.Write(ref _types, types);
            return _count++;
        }
    }

    public static GoType Get(int number) => Volatile.Read(ref _types)[number]!;
}
