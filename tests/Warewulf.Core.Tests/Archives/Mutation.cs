namespace Warewulf.Core.Tests.Archives;

/// <summary>Damages bytes in the ways transfers and attackers do.</summary>
internal static class Mutation
{
    public static void Apply(byte[] data, Random random, string favourites)
    {
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(data.Length);
            switch (random.Next(4))
            {
                case 0:
                    data[at] = (byte)random.Next(256);
                    break;
                case 1:
                    data[at] = (byte)favourites[random.Next(favourites.Length)];
                    break;
                case 2:
                    data[at] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    var length = Math.Min(random.Next(1, 64), data.Length - at);
                    Array.Copy(data, random.Next(data.Length - length + 1), data, at, length);
                    break;
            }
        }
    }
}
