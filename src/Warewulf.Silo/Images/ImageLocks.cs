using System.Collections.Concurrent;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Images;

/// <summary>Keeps two operations from working on one image at once; the second is told which one is at work.</summary>
internal sealed class ImageLocks
{
    private readonly ConcurrentDictionary<ImageName, string> _held = new();

    /// <summary>Takes the lock of an image until the result is disposed.</summary>
    /// <exception cref="WarewulfException">Busy: another operation holds it.</exception>
    public IDisposable Take(ImageName image, string operation)
    {
        if (!_held.TryAdd(image, operation))
        {
            throw new WarewulfException(
                ApiErrorCode.Busy,
                $"Image '{image}' is busy: another {_held.GetValueOrDefault(image, operation)} works on it. Wait for it and try again.");
        }

        return new Held(this, image);
    }

    private sealed class Held(ImageLocks locks, ImageName image) : IDisposable
    {
        public void Dispose() => locks._held.TryRemove(image, out _);
    }
}
