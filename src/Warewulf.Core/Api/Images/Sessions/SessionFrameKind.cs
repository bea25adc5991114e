namespace Warewulf.Core.Api.Images.Sessions;

/// <summary>What a frame is. The numbers are the first byte of each frame and never change their meaning.</summary>
public enum SessionFrameKind : byte
{
    /// <summary>To the head, first of all: <see cref="ImageSessionRequest"/> as JSON.</summary>
    Open = 1,

    /// <summary>To the head: bytes for the command's standard input, or keys.</summary>
    Input = 2,

    /// <summary>To the head: the standard input has ended.</summary>
    InputEnd = 3,

    /// <summary>To the head: the terminal has another <see cref="WindowSize"/>.</summary>
    Window = 4,

    /// <summary>To the head: one byte, a <see cref="SessionSignal"/> for the command.</summary>
    Signal = 5,

    /// <summary>To the client: bytes of the command's standard output, or all that it writes on its terminal.</summary>
    Output = 16,

    /// <summary>To the client: bytes of the command's standard error.</summary>
    Errors = 17,

    /// <summary>To the client: how many bytes of input the command took, as a number of four bytes; so many more may be sent.</summary>
    Taken = 18,

    /// <summary>To the client: one line of text that the admin should know.</summary>
    Warning = 19,

    /// <summary>To the client: the command ended, with the exit code in four bytes. What follows is no longer for a terminal in raw mode.</summary>
    Exit = 20,

    /// <summary>To the client: <see cref="ImageAnswer"/> as JSON: how far a build is, its result, or why the session failed.</summary>
    Answer = 21,

    /// <summary>To the client, last of all: everything went well.</summary>
    End = 22,
}
