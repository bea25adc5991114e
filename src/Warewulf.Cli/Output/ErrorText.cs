namespace Warewulf.Cli.Output;

/// <summary>Writes what went wrong.</summary>
internal static class ErrorText
{
    /// <summary>Writes a message: what is wrong with a file may be several things, and each gets a line.</summary>
    public static void Write(TextWriter writer, string message)
    {
        foreach (var line in message.Split('\n'))
        {
            writer.WriteLine("ERROR: " + Line.Clean(line));
        }
    }
}
