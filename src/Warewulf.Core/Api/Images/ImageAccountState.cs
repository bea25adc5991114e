using System.Text.Json.Serialization;

namespace Warewulf.Core.Api.Images;

/// <summary>Who has a user or a group.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImageAccountState>))]
public enum ImageAccountState
{
    /// <summary>Image and head, with the same id.</summary>
    Match,

    /// <summary>Image and head, with different ids: its files get the head's.</summary>
    Differ,

    /// <summary>The head alone: the image gets it.</summary>
    OnlyHost,

    /// <summary>The image alone: it stays as it is.</summary>
    OnlyImage,
}
