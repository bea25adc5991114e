using Warewulf.Core.Api.Images.Sessions;

namespace Warewulf.Cli.Output;

/// <summary>A terminal that was taken over: each key goes to whoever reads it as it is, and what is written is shown as it is. Disposing gives it back.</summary>
internal interface ITerminalControl : IDisposable
{
    /// <summary>How large it is now.</summary>
    WindowSize Size { get; }
}
