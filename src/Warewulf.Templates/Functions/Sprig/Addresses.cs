using Warewulf.Templates.Urls;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's URLs.</summary>
internal static class Addresses
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.Create("urlParse", GoType.Dictionary, [GoType.String], static (_, a) => Parse(a[0].AsString)),
        GoFunction.Create("urlJoin", GoType.String, [GoType.Dictionary], static (_, a) => GoValue.String(Join(a[0].AsMap))),
    ];

    private static GoValue Parse(string text)
    {
        GoUrl url;
        try
        {
            url = UrlParser.Parse(UrlText.FromGo(text));
        }
        catch (UrlException error)
        {
            throw new GoFunctionException("unable to parse url: " + error.Message, error);
        }

        return GoValue.Dictionary(
        [
            Entry("scheme", url.Scheme), Entry("host", url.Host), Entry("hostname", url.HostName), Entry("path", url.Path), Entry("query", url.Query),
            Entry("opaque", url.Opaque), Entry("fragment", url.Fragment), Entry("userinfo", url.User ?? ""),
        ]);
    }

    private static KeyValuePair<string, GoValue> Entry(string key, string value) => new(key, GoValue.String(UrlText.ToGo(value)));

    private static string Join(GoMap? parts)
    {
        var url = new GoUrl
        {
            Scheme = Part(parts, "scheme"),
            Host = Part(parts, "host"),
            Path = Part(parts, "path"),
            Query = Part(parts, "query"),
            Opaque = Part(parts, "opaque"),
            Fragment = Part(parts, "fragment"),
        };
        var user = Part(parts, "userinfo");
        try
        {
            url = url with { User = user.Length == 0 ? null : UrlParser.Parse($"proto://{user}@host").User };
        }
        catch (UrlException error)
        {
            throw new GoFunctionException("unable to parse userinfo in dict: " + error.Message, error);
        }

        return UrlText.ToGo(url.ToString());
    }

    private static string Part(GoMap? parts, string key)
    {
        if (parts is null || !parts.TryGet(key, out var value))
        {
            return "";
        }

        if (value.Type is null)
        {
            throw new GoFunctionException("runtime error: invalid memory address or nil pointer dereference");
        }

        return value.Kind == GoKind.String
            ? UrlText.FromGo(value.AsString)
            : throw new GoFunctionException($"unable to parse {key} key, must be of type string, but {Arguments.KindName(value)} found");
    }
}
