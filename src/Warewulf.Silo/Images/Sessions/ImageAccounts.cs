using System.Security.Cryptography;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>What <c>passwd</c> and <c>group</c> of an image were at a moment, to tell whether they changed.</summary>
internal static class ImageAccounts
{
    private static readonly string[] Files = ["etc/passwd", "etc/group"];

    /// <summary>A text that is another one when one of the files is.</summary>
    public static string Stamp(string root)
    {
        using var image = ImageRoot.Open(root);
        return string.Join(' ', Files.Select(file =>
        {
            using var stream = image.OpenRead(file);
            return stream is null ? "-" : Convert.ToHexString(SHA256.HashData(stream));
        }));
    }
}
