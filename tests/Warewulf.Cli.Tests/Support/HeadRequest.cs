using System.Net.Sockets;
using System.Text;

namespace Warewulf.Cli.Tests.Support;

/// <summary>One request as it came over the wire.</summary>
internal sealed record HeadRequest(string Method, string Target, string Header, string Body)
{
    public string Path => Target.Split('?')[0];

    public static async Task<HeadRequest?> ReadAsync(Socket client, CancellationToken cancellationToken)
    {
        var bytes = new List<byte>();
        var buffer = new byte[4096];
        while (true)
        {
            var text = Encoding.UTF8.GetString([.. bytes]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                var header = text[..end];
                var length = header.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal));
                var wanted = length is null ? 0 : int.Parse(length["Content-Length: ".Length..]);
                if (Encoding.UTF8.GetByteCount(text[(end + 4)..]) >= wanted)
                {
                    var words = header.Split("\r\n")[0].Split(' ');
                    return new HeadRequest(words[0], words[1], header, text[(end + 4)..]);
                }
            }

            var count = await client.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
            if (count == 0)
            {
                return null;
            }

            bytes.AddRange(buffer.AsSpan(0, count));
        }
    }
}
