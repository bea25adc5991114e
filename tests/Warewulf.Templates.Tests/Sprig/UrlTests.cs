namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's URL functions.</summary>
[Trait("Suite", "Fast")]
public sealed class UrlTests
{
    [Theory]
    [InlineData(
        "{{urlParse \"http://u:p@h.com:80/p/a?q=1#f\"}}",
        "map[fragment:f host:h.com:80 hostname:h.com opaque: path:/p/a query:q=1 scheme:http userinfo:u:p]")]
    [InlineData("{{urlParse \"\"}}", "map[fragment: host: hostname: opaque: path: query: scheme: userinfo:]")]
    [InlineData("{{urlParse \"*\"}}", "map[fragment: host: hostname: opaque: path:* query: scheme: userinfo:]")]
    [InlineData("{{urlParse \"/\"}}", "map[fragment: host: hostname: opaque: path:/ query: scheme: userinfo:]")]
    [InlineData("{{urlParse \"//h/p\"}}", "map[fragment: host:h hostname:h opaque: path:/p query: scheme: userinfo:]")]
    [InlineData("{{urlParse \"///p\"}}", "map[fragment: host: hostname: opaque: path:///p query: scheme: userinfo:]")]
    [InlineData("{{urlParse \"http:\"}}", "map[fragment: host: hostname: opaque: path: query: scheme:http userinfo:]")]
    [InlineData("{{urlParse \"http:/p\"}}", "map[fragment: host: hostname: opaque: path:/p query: scheme:http userinfo:]")]
    [InlineData("{{urlParse \"http:///p\"}}", "map[fragment: host: hostname: opaque: path:/p query: scheme:http userinfo:]")]
    [InlineData("{{urlParse \"mailto:a@b\"}}", "map[fragment: host: hostname: opaque:a@b path: query: scheme:mailto userinfo:]")]
    [InlineData("{{urlParse \"http://h/%41%2f\"}}", "map[fragment: host:h hostname:h opaque: path:/A/ query: scheme:http userinfo:]")]
    [InlineData(
        "{{urlParse \"http://\\u00e9/\\u00e9?\\u00e9#\\u00e9\"}}",
        "map[fragment:é host:é hostname:é opaque: path:/é query:é scheme:http userinfo:]")]
    [InlineData("{{urlParse \"http://h?\"}}", "map[fragment: host:h hostname:h opaque: path: query: scheme:http userinfo:]")]
    [InlineData("{{urlParse \"http://h/?\"}}", "map[fragment: host:h hostname:h opaque: path:/ query: scheme:http userinfo:]")]
    [InlineData("{{urlParse \"http://[::1]:80/\"}}", "map[fragment: host:[::1]:80 hostname:::1 opaque: path:/ query: scheme:http userinfo:]")]
    [InlineData(
        "{{urlParse \"http://[fe80::1%25en0]/\"}}",
        "map[fragment: host:[fe80::1%en0] hostname:fe80::1%en0 opaque: path:/ query: scheme:http userinfo:]")]
    [InlineData("{{urlParse \"http://u@h\"}}", "map[fragment: host:h hostname:h opaque: path: query: scheme:http userinfo:u]")]
    [InlineData("{{urlParse \"http://u:@h\"}}", "map[fragment: host:h hostname:h opaque: path: query: scheme:http userinfo:u:]")]
    [InlineData("{{urlParse \"http://:p@h\"}}", "map[fragment: host:h hostname:h opaque: path: query: scheme:http userinfo::p]")]
    [InlineData("{{urlParse \"http://u:p:q@h\"}}", "map[fragment: host:h hostname:h opaque: path: query: scheme:http userinfo:u:p%3Aq]")]
    [InlineData("{{urlParse \"HTTP://H/P\"}}", "map[fragment: host:H hostname:H opaque: path:/P query: scheme:http userinfo:]")]
    [InlineData("{{urlParse \"h+t-t.p://x\"}}", "map[fragment: host:x hostname:x opaque: path: query: scheme:h+t-t.p userinfo:]")]
    [InlineData(
        "{{urlParse \"//u:p@h:1/p;x=1,2?a=b&c#d\"}}",
        "map[fragment:d host:h:1 hostname:h opaque: path:/p;x=1,2 query:a=b&c scheme: userinfo:u:p]")]
    [InlineData("{{urlParse \"?q#f\"}}", "map[fragment:f host: hostname: opaque: path: query:q scheme: userinfo:]")]
    [InlineData("{{urlParse \"./a:b\"}}", "map[fragment: host: hostname: opaque: path:./a:b query: scheme: userinfo:]")]
    [InlineData("{{urlParse \"http://h/a?b?c\"}}", "map[fragment: host:h hostname:h opaque: path:/a query:b?c scheme:http userinfo:]")]
    [InlineData(
        "{{urlParse \"http://h/<>\\\"{}|\\\\^`[]\"}}",
        "map[fragment: host:h hostname:h opaque: path:/<>\"{}|\\^`[] query: scheme:http userinfo:]")]
    [InlineData("{{urlParse \"http://h/#<>\\\"{}|\"}}", "map[fragment:<>\"{}| host:h hostname:h opaque: path:/ query: scheme:http userinfo:]")]
    [InlineData("{{urlParse \"http://h/%ff\"}}", "map[fragment: host:h hostname:h opaque: path:/\uFFFD query: scheme:http userinfo:]")]
    [InlineData("{{urlParse \"urn:x:y?z#w\"}}", "map[fragment:w host: hostname: opaque:x:y path: query:z scheme:urn userinfo:]")]
    [InlineData("{{urlParse \"file:///etc/p\"}}", "map[fragment: host: hostname: opaque: path:/etc/p query: scheme:file userinfo:]")]
    [InlineData("{{urlParse \"a:b/c\"}}", "map[fragment: host: hostname: opaque:b/c path: query: scheme:a userinfo:]")]
    [InlineData("{{urlParse \"http://h:80:90/\"}}", "map[fragment: host:h:80:90 hostname:h:80 opaque: path:/ query: scheme:http userinfo:]")]
    [InlineData("{{urlParse \"a/b:c\"}}", "map[fragment: host: hostname: opaque: path:a/b:c query: scheme: userinfo:]")]
    public void UrlParse_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData(
        "{{urlParse \"1a:b\"}}",
        "error calling urlParse: unable to parse url: parse \"1a:b\": first path segment in URL cannot contain colon")]
    [InlineData("{{urlParse \":x\"}}", "error calling urlParse: unable to parse url: parse \":x\": missing protocol scheme")]
    [InlineData("{{urlParse \"%\"}}", "error calling urlParse: unable to parse url: parse \"%\": invalid URL escape \"%\"")]
    [InlineData("{{urlParse \"/%zz\"}}", "error calling urlParse: unable to parse url: parse \"/%zz\": invalid URL escape \"%zz\"")]
    [InlineData("{{urlParse \"/%2\"}}", "error calling urlParse: unable to parse url: parse \"/%2\": invalid URL escape \"%2\"")]
    [InlineData(
        "{{urlParse \"http://h/a\\tb\"}}",
        "error calling urlParse: unable to parse url: parse \"http://h/a\\tb\": net/url: invalid control character in URL")]
    [InlineData("{{urlParse \"http://h#%zz\"}}", "error calling urlParse: unable to parse url: parse \"http://h#%zz\": invalid URL escape \"%zz\"")]
    [InlineData("{{urlParse \"http://h:x/\"}}", "error calling urlParse: unable to parse url: parse \"http://h:x/\": invalid port \":x\" after host")]
    [InlineData("{{urlParse \"http://[::1\"}}", "error calling urlParse: unable to parse url: parse \"http://[::1\": missing ']' in host")]
    [InlineData(
        "{{urlParse \"http://[::1]x/\"}}",
        "error calling urlParse: unable to parse url: parse \"http://[::1]x/\": invalid port \"x\" after host")]
    [InlineData(
        "{{urlParse \"http://[fe80::1%en0]/\"}}",
        "error calling urlParse: unable to parse url: parse \"http://[fe80::1%en0]/\": invalid URL escape \"%en\"")]
    [InlineData("{{urlParse \"http://h%20x/\"}}", "error calling urlParse: unable to parse url: parse \"http://h%20x/\": invalid URL escape \"%20\"")]
    [InlineData(
        "{{urlParse \"http://h x/\"}}",
        "error calling urlParse: unable to parse url: parse \"http://h x/\": invalid character \" \" in host name")]
    [InlineData(
        "{{urlParse \"http://h{/\"}}",
        "error calling urlParse: unable to parse url: parse \"http://h{/\": invalid character \"{\" in host name")]
    [InlineData("{{urlParse \"http://%zz/\"}}", "error calling urlParse: unable to parse url: parse \"http://%zz/\": invalid URL escape \"%zz\"")]
    [InlineData("{{urlParse \"http://u%zz@h\"}}", "error calling urlParse: unable to parse url: parse \"http://u%zz@h\": invalid URL escape \"%zz\"")]
    [InlineData(
        "{{urlParse \"http://u \\u00e9@h\"}}",
        "error calling urlParse: unable to parse url: parse \"http://u é@h\": net/url: invalid userinfo")]
    [InlineData(
        "{{urlParse \"a b:c\"}}",
        "error calling urlParse: unable to parse url: parse \"a b:c\": first path segment in URL cannot contain colon")]
    [InlineData("{{urlParse 1}}", "expected string; found 1")]
    public void UrlParse_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{urlJoin (urlParse \"http://u:p@h.com:80/p/a?q=1#f\")}}", "http://u:p@h.com:80/p/a?q=1#f")]
    [InlineData("{{urlJoin (urlParse \"\")}}", "")]
    [InlineData("{{urlJoin (urlParse \"*\")}}", "*")]
    [InlineData("{{urlJoin (urlParse \"/\")}}", "/")]
    [InlineData("{{urlJoin (urlParse \"//h/p\")}}", "//h/p")]
    [InlineData("{{urlJoin (urlParse \"///p\")}}", "///p")]
    [InlineData("{{urlJoin (urlParse \"http:\")}}", "http:")]
    [InlineData("{{urlJoin (urlParse \"http:/p\")}}", "http:///p")]
    [InlineData("{{urlJoin (urlParse \"http:///p\")}}", "http:///p")]
    [InlineData("{{urlJoin (urlParse \"mailto:a@b\")}}", "mailto:a@b")]
    [InlineData("{{urlJoin (urlParse \"http://h/%41%2f\")}}", "http://h/A/")]
    [InlineData("{{urlJoin (urlParse \"http://\\u00e9/\\u00e9?\\u00e9#\\u00e9\")}}", "http://%C3%A9/%C3%A9?é#%C3%A9")]
    [InlineData("{{urlJoin (urlParse \"http://h?\")}}", "http://h")]
    [InlineData("{{urlJoin (urlParse \"http://h/?\")}}", "http://h/")]
    [InlineData("{{urlJoin (urlParse \"http://[::1]:80/\")}}", "http://[::1]:80/")]
    [InlineData("{{urlJoin (urlParse \"http://[fe80::1%25en0]/\")}}", "http://[fe80::1%25en0]/")]
    [InlineData("{{urlJoin (urlParse \"http://u@h\")}}", "http://u@h")]
    [InlineData("{{urlJoin (urlParse \"http://u:@h\")}}", "http://u:@h")]
    [InlineData("{{urlJoin (urlParse \"http://:p@h\")}}", "http://:p@h")]
    [InlineData("{{urlJoin (urlParse \"http://u:p:q@h\")}}", "http://u:p%3Aq@h")]
    [InlineData("{{urlJoin (urlParse \"HTTP://H/P\")}}", "http://H/P")]
    [InlineData("{{urlJoin (urlParse \"h+t-t.p://x\")}}", "h+t-t.p://x")]
    [InlineData("{{urlJoin (urlParse \"//u:p@h:1/p;x=1,2?a=b&c#d\")}}", "//u:p@h:1/p;x=1,2?a=b&c#d")]
    [InlineData("{{urlJoin (urlParse \"?q#f\")}}", "?q#f")]
    [InlineData("{{urlJoin (urlParse \"./a:b\")}}", "./a:b")]
    [InlineData("{{urlJoin (urlParse \"http://h/a?b?c\")}}", "http://h/a?b?c")]
    [InlineData("{{urlJoin (urlParse \"http://h/<>\\\"{}|\\\\^`[]\")}}", "http://h/%3C%3E%22%7B%7D%7C%5C%5E%60%5B%5D")]
    [InlineData("{{urlJoin (urlParse \"http://h/#<>\\\"{}|\")}}", "http://h/#%3C%3E%22%7B%7D%7C")]
    [InlineData("{{urlJoin (urlParse \"http://h/%ff\")}}", "http://h/%FF")]
    [InlineData("{{urlJoin (urlParse \"urn:x:y?z#w\")}}", "urn:x:y?z#w")]
    [InlineData("{{urlJoin (urlParse \"file:///etc/p\")}}", "file:///etc/p")]
    [InlineData("{{urlJoin (dict)}}", "")]
    [InlineData("{{urlJoin (dict \"path\" \"a:b\")}}", "./a:b")]
    [InlineData("{{urlJoin (dict \"host\" \"h\" \"path\" \"a b\")}}", "//h/a%20b")]
    [InlineData(
        "{{urlJoin (dict \"scheme\" \"s\" \"host\" \"h\" \"userinfo\" \"u:p\" \"query\" \"a=b c\" \"fragment\" \"x y\")}}",
        "s://u:p@h?a=b c#x%20y")]
    [InlineData("{{urlJoin (dict \"scheme\" \"s\" \"opaque\" \"o\" \"host\" \"h\")}}", "s:o")]
    public void UrlJoin_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{urlJoin (dict \"host\" 1)}}", "error calling urlJoin: unable to parse host key, must be of type string, but int found")]
    [InlineData("{{urlJoin (dict \"path\" (list))}}", "error calling urlJoin: unable to parse path key, must be of type string, but slice found")]
    [InlineData(
        "{{urlJoin (dict \"userinfo\" \"%zz\")}}",
        "error calling urlJoin: unable to parse userinfo in dict: parse \"proto://%zz@host\": invalid URL escape \"%zz\"")]
    [InlineData("{{urlJoin (dict \"host\" nil)}}", "error calling urlJoin: runtime error: invalid memory address or nil pointer dereference")]
    [InlineData("{{urlJoin 1}}", "can't handle 1 for arg of type map[string]interface {}")]
    public void UrlJoin_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);
}
