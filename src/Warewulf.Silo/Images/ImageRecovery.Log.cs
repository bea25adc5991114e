using Microsoft.Extensions.Logging;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Images;

internal sealed partial class ImageRecovery
{
    [LoggerMessage(2110, LogLevel.Information, "an import into {Home}, or its deletion, was cut short; all is as before")]
    private partial void LogUndone(string home);

    [LoggerMessage(2111, LogLevel.Warning, "what an operation that was cut short left in {Home} could not be removed: {Reason}")]
    private partial void LogLeft(string home, string reason);

    [LoggerMessage(2112, LogLevel.Information, "the catalog knows no image {Image}, whose tree {Root} is there: take it with 'wwctl image import {Image} {Root}'")]
    private partial void LogUnknown(ImageName image, string root);

    [LoggerMessage(2151, LogLevel.Information, "a change of the users in {Home} was cut short; it is done now")]
    private partial void LogUsers(string home);

    [LoggerMessage(2152, LogLevel.Error, "a change of the users in {Home} was cut short, and could not be done now: {Reason}")]
    private partial void LogUsersLeft(string home, string reason);
    [LoggerMessage(2113, LogLevel.Information, "the renaming of image {From} to {To} was cut short; all is as before it")]
    private partial void LogMovedBack(string from, string to);

    [LoggerMessage(2114, LogLevel.Error, "the directory of image {To}, whose renaming was cut short, may have to be moved to {From}, and cannot be: {Reason}")]
    private partial void LogNotMoved(string to, string from, string reason);
}
