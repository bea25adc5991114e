using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Tests.Archives;

/// <summary>Makes trees nobody would write by hand: odd names, deep directories, links, and with root's rights owners and devices.</summary>
internal sealed class RandomTree(Random random)
{
    private readonly List<BytePath> _files = [];

    /// <summary>How many entries to make.</summary>
    public int Entries { get; init; } = 40;

    public void Fill(string root)
    {
        using var handle = PosixFile.OpenServerDirectory(root);
        using var cursor = new DirectoryCursor(handle);
        var directories = new List<BytePath> { default };
        for (var i = 0; i < Entries; i++)
        {
            var parent = directories[random.Next(directories.Count)];
            var path = parent.Child(Name(i));
            AddEntry(cursor.Open(parent), handle, path, directories);
        }

        foreach (var path in directories.Skip(1).OrderByDescending(path => path.Length))
        {
            Decorate(cursor.Open(path.Parent), path.FileName, isLink: false);
        }
    }

    private void AddEntry(SafeFileHandle parent, SafeFileHandle root, BytePath path, List<BytePath> directories)
    {
        var name = path.FileName;
        switch (random.Next(PosixFile.IsRoot ? 10 : 8))
        {
            case < 3:
                PosixFile.MakeDirectory(parent, name, 0x1C0);
                directories.Add(path);
                return;
            case < 6:
                WriteFile(parent, name);
                _files.Add(path);
                break;
            case 6 when _files.Count > 0:
                var target = _files[random.Next(_files.Count)];
                using (var cursor = new DirectoryCursor(root))
                {
                    PosixFile.MakeHardLink(cursor.Open(target.Parent), target.FileName, parent, name);
                }

                return;
            case 8:
                PosixFile.MakeNode(parent, name, UnixMode.CharacterDevice | 0x180, (uint)random.Next(300), (uint)random.Next(70_000));
                break;
            case 9:
                PosixFile.MakeNode(parent, name, UnixMode.Fifo | 0x180, 0, 0);
                break;
            default:
                PosixFile.MakeSymbolicLink(Name(99), parent, name);
                Decorate(parent, name, isLink: true);
                return;
        }

        Decorate(parent, name, isLink: false);
    }

    private void WriteFile(SafeFileHandle parent, ReadOnlySpan<byte> name)
    {
        using var file = PosixFile.Open(parent, name, OpenFlags.NewFile, 0x180);
        var content = new byte[random.Next(4) switch { 0 => 0, 1 => random.Next(8), 2 => random.Next(5000), _ => random.Next(300_000) }];
        random.NextBytes(content);
        PosixFile.Write(file, content);
    }

    private void Decorate(SafeFileHandle parent, ReadOnlySpan<byte> name, bool isLink)
    {
        if (PosixFile.IsRoot)
        {
            PosixFile.SetOwner(parent, name, (uint)random.Next(100_000), (uint)random.Next(100_000));
        }

        if (!isLink)
        {
            PosixFile.SetMode(parent, name, (uint)random.Next(0x1000) | 0x1C0);
        }

        PosixFile.SetTime(parent, name, random.Next(), random.Next(1_000_000_000));
    }

    private byte[] Name(int unique)
    {
        var name = new byte[random.Next(8) == 0 ? 200 : random.Next(1, 12)];
        for (var i = 0; i < name.Length; i++)
        {
            do
            {
                name[i] = (byte)random.Next(1, 256);
            }
            while (name[i] is (byte)'/' or (byte)'\n');
        }

        return [.. name, .. System.Text.Encoding.ASCII.GetBytes($"{unique}")];
    }
}
