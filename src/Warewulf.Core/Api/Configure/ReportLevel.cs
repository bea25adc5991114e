using System.Text.Json.Serialization;

namespace Warewulf.Core.Api.Configure;

/// <summary>How bad something is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReportLevel>))]
public enum ReportLevel
{
    /// <summary>As it should be.</summary>
    Info,

    /// <summary>Somebody should look at it; what was asked for was done as far as it applies.</summary>
    Warning,

    /// <summary>Something that was asked for was not done.</summary>
    Error,
}
