using System.Text.Json.Serialization;

namespace Warewulf.Core.Api;

/// <summary>Why a request was refused. Each value maps to one HTTP status and one exit code of <c>wwctl</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApiErrorCode>))]
public enum ApiErrorCode
{
    /// <summary>The request itself is wrong: a malformed name, address, list or file. HTTP 400.</summary>
    Invalid,

    /// <summary>Something named in the request does not exist. HTTP 404.</summary>
    NotFound,

    /// <summary>The request contradicts what is there: a name, address or MAC in use, a revision overtaken. HTTP 409.</summary>
    Conflict,

    /// <summary>No credential, or a wrong one. HTTP 401.</summary>
    Unauthorized,

    /// <summary>The credential does not allow this. HTTP 403.</summary>
    Forbidden,

    /// <summary>Another operation holds what this one needs; try again later. HTTP 429.</summary>
    Busy,

    /// <summary>Something this depends on does not answer: a head, the database, a full disk. HTTP 503.</summary>
    Unavailable,

    /// <summary>A defect of ours. HTTP 500.</summary>
    Internal,
}
