namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's functions on JSON. The expected texts are what Go gives.</summary>
[Trait("Suite", "Fast")]
public sealed class JsonTests
{
    [Theory]
    [InlineData("{{toJson .m}} {{toJson nil}} {{toJson .lsn}} {{toJson .by}} {{toJson .ip}} {{toJson .mi}} {{toJson .err}} {{toJson .arr}} {{toJson .u64}} {{toJson .f32}}", "{\"a\":1,\"b\":{\"c\":[1,{\"d\":\"e\"}],\"n\":null},\"s\":\"x\"} null null \"Ynl0ZXM=\" \"10.0.0.1\" {\"10\":\"ten\",\"9\":\"nine\"} {} [7,8,9] 18446744073709551615 0.1")]
    [InlineData("{{toJson (list 1.0 1e21 1e20 1e-6 1e-7 -0.0 123456789.125 true nil \"\")}} {{toJson \"<&>\\u2028\\x7f\\xff\\\"\\\\/\"}} {{toRawJson \"<&>\\u2028\"}} {{toRawJson (dict \"<\" 1)}}", "[1,1e+21,100000000000000000000,0.000001,1e-7,-0,123456789.125,true,null,\"\"] \"\\u003c\\u0026\\u003e\\u2028\u007F\\ufffd\\\"\\\\/\" \"<&>\\u2028\" {\"<\":1}")]
    [InlineData("{{toPrettyJson .m}}", "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": [\n      1,\n      {\n        \"d\": \"e\"\n      }\n    ],\n    \"n\": null\n  },\n  \"s\": \"x\"\n}")]
    [InlineData("{{toPrettyJson (dict \"a\" list \"b\" dict \"c\" nil \"d\" (list (list)))}} {{mustToPrettyJson (list 1 (list 2))}} {{mustToRawJson \"<\"}} {{mustToJson \"<\"}}", "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": null,\n  \"d\": [\n    []\n  ]\n} [\n  1,\n  [\n    2\n  ]\n] \"<\" \"\\u003c\"")]
    [InlineData("[{{toJson .mb}}] [{{toPrettyJson (float64 \"nan\")}}] [{{toJson 1i}}]", "[] [] []")]
    [InlineData("{{fromJson \"{\\\"a\\\":[1,2.5,\\\"x\\\",null,true],\\\"b\\\":{}}\"}} {{typeOf (fromJson \"1\")}} {{fromJson \"x\"}} {{fromJson \"[1e400]\"}} {{fromJson \" \\n[ ] \"}} {{(fromJson \"{\\\"a\\\":{\\\"b\\\":1}}\").a.b}}", "map[a:[1 2.5 x <nil> true] b:map[]] float64 <no value> [<nil>] [] 1")]
    [InlineData("{{fromJson \"\\\"\\\\u00e9\\\\ud83d\\\\ude00\\\\ud800x\\\\n\\\\/\\\"\"}} {{fromJson \"-1.5E-2\"}} {{fromJson \"123456789012345678901234567890\"}} {{fromJson \"{\\\"a\\\":1,\\\"a\\\":2}\"}} {{mustFromJson \"null\"}}", "é😀�x\n/ -0.015 1.2345678901234568e+29 map[a:2] <no value>")]
    public void Json_OfManyValues_GiveWhatGoGives(string template, string expected) => Assert.Equal(expected, Render.Text(template, SprigData.Root));

    [Theory]
    [InlineData("{{mustToJson .mb}}", "template: t:1:2: executing \"t\" at <mustToJson .mb>: error calling mustToJson: json: unsupported type: map[bool]int")]
    [InlineData("{{mustToJson (list (float64 \"nan\"))}}", "template: t:1:2: executing \"t\" at <mustToJson (list (float64 \"nan\"))>: error calling mustToJson: json: unsupported value: NaN")]
    [InlineData("{{mustToPrettyJson (float64 \"-inf\")}}", "template: t:1:2: executing \"t\" at <mustToPrettyJson (float64 \"-inf\")>: error calling mustToPrettyJson: json: unsupported value: -Inf")]
    [InlineData("{{mustToRawJson 1i}}", "template: t:1:2: executing \"t\" at <mustToRawJson 1i>: error calling mustToRawJson: json: unsupported type: complex128")]
    [InlineData("{{toRawJson .mb}}", "template: t:1:2: executing \"t\" at <toRawJson .mb>: error calling toRawJson: json: unsupported type: map[bool]int")]
    [InlineData("{{mustFromJson \"\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"\">: error calling mustFromJson: unexpected end of JSON input")]
    [InlineData("{{mustFromJson \"[1,]\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"[1,]\">: error calling mustFromJson: invalid character ']' looking for beginning of value")]
    [InlineData("{{mustFromJson \"{\\\"a\\\" 1}\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"{\\\"a\\\" 1}\">: error calling mustFromJson: invalid character '1' after object key")]
    [InlineData("{{mustFromJson \"{a:1}\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"{a:1}\">: error calling mustFromJson: invalid character 'a' looking for beginning of object key string")]
    [InlineData("{{mustFromJson \"{\\\"a\\\":1,}\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"{\\\"a\\\":1,}\">: error calling mustFromJson: invalid character '}' looking for beginning of object key string")]
    [InlineData("{{mustFromJson \"{\\\"a\\\":1 2}\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"{\\\"a\\\":1 2}\">: error calling mustFromJson: invalid character '2' after object key:value pair")]
    [InlineData("{{mustFromJson \"[1 2]\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"[1 2]\">: error calling mustFromJson: invalid character '2' after array element")]
    [InlineData("{{mustFromJson \"1 2\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"1 2\">: error calling mustFromJson: invalid character '2' after top-level value")]
    [InlineData("{{mustFromJson \"\\\"a\\tb\\\"\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"\\\"a\\tb\\\"\">: error calling mustFromJson: invalid character '\\t' in string literal")]
    [InlineData("{{mustFromJson \"\\\"\\\\q\\\"\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"\\\"\\\\q\\\"\">: error calling mustFromJson: invalid character 'q' in string escape code")]
    [InlineData("{{mustFromJson \"\\\"\\\\u12g4\\\"\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"\\\"\\\\u12g4\\\"\">: error calling mustFromJson: invalid character 'g' in \\u hexadecimal character escape")]
    [InlineData("{{mustFromJson \"\\\"abc\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"\\\"abc\">: error calling mustFromJson: unexpected end of JSON input")]
    [InlineData("{{mustFromJson \"-x\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"-x\">: error calling mustFromJson: invalid character 'x' in numeric literal")]
    [InlineData("{{mustFromJson \"1.\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"1.\">: error calling mustFromJson: invalid character ' ' after decimal point in numeric literal")]
    [InlineData("{{mustFromJson \"1ex\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"1ex\">: error calling mustFromJson: invalid character 'x' in exponent of numeric literal")]
    [InlineData("{{mustFromJson \"trux\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"trux\">: error calling mustFromJson: invalid character 'x' in literal true (expecting 'e')")]
    [InlineData("{{mustFromJson \"nul\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"nul\">: error calling mustFromJson: invalid character ' ' in literal null (expecting 'l')")]
    [InlineData("{{mustFromJson \"é\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"é\">: error calling mustFromJson: invalid character 'Ã' looking for beginning of value")]
    [InlineData("{{mustFromJson \"'a'\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"'a'\">: error calling mustFromJson: invalid character '\\'' looking for beginning of value")]
    [InlineData("{{mustFromJson \"01\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"01\">: error calling mustFromJson: invalid character '1' after top-level value")]
    [InlineData("{{mustFromJson \"[1e999]\"}}", "template: t:1:2: executing \"t\" at <mustFromJson \"[1e999]\">: error calling mustFromJson: json: cannot unmarshal number 1e999 into Go value of type float64")]
    [InlineData("{{fromJson 1}}", "template: t:1:11: executing \"t\" at <1>: expected string; found 1")]
    public void Json_UsedWrongly_FailAsInGo(string template, string message) => Assert.Equal(message, Render.Error(template, SprigData.Root).Message);
}
