namespace Warewulf.Core.Api.Images.Sessions;

/// <summary>The signals that a client may send to the command. The numbers are Linux's on every processor.</summary>
public enum SessionSignal : byte
{
    /// <summary>SIGHUP.</summary>
    HangUp = 1,

    /// <summary>SIGINT: Ctrl-C where there is no terminal to turn it into one.</summary>
    Interrupt = 2,

    /// <summary>SIGQUIT.</summary>
    Quit = 3,

    /// <summary>SIGTERM.</summary>
    Terminate = 15,
}
