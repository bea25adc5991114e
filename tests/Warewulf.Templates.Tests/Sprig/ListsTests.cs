namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's functions on lists. The expected texts are what Go gives.</summary>
[Trait("Suite", "Fast")]
public sealed class ListsTests
{
    [Theory]
    [InlineData("{{append .l \"z\"}} {{push .ls 1}} {{prepend .li 0}} {{mustAppend list 1}} {{mustPush .arr nil}} {{mustPrepend .lsn \"x\"}}", "[b a 2 <nil> a  z] [b a c a 1] [0 3 1 2] [1] [7 8 9 <nil>] [x]")]
    [InlineData("{{first .l}} {{last .li}} {{rest .li}} {{initial .li}} {{first list}} {{last .lsn}} {{rest list}} {{initial .lsn}} {{typeOf (rest list)}}", "b 2 [1 2] [3 1] <no value> <no value> [] [] []interface {}")]
    [InlineData("{{reverse .l}} {{mustReverse .arr}} {{reverse list}} {{typeOf (reverse .ls)}}", "[ a <nil> 2 a b] [9 8 7] [] []interface {}")]
    [InlineData("{{uniq .l}} {{uniq (list 1 1.0 \"1\" true 1 nil nil)}} {{mustUniq (list (list 1) (list 1) (dict \"a\" 1) (dict \"a\" 1) dict)}}", "[b a 2 <nil> ] [1 1 1 true <nil>] [[1] map[a:1] map[]]")]
    [InlineData("{{without .l \"a\" nil}} {{without .li 1 2 3}} {{mustWithout .ls}} {{without (list 1 2) 1.0 \"2\"}}", "[b 2 ] [] [b a c a] [1 2]")]
    [InlineData("{{has \"a\" .l}} {{has 1 .li}} {{has 1.0 .li}} {{has nil .l}} {{has 1 nil}} {{mustHas (list 1) (list (list 1))}}", "true true false true false true")]
    [InlineData("{{slice .li}} {{slice .li 1}} {{slice .li 1 2}} {{slice .ls \"1\" 2.9}} {{slice list 5 6}} {{mustSlice .l 6}} {{slice .li 0 1 9}}", "[3 1 2] [1 2] [1] [a] <no value> [] [3]")]
    [InlineData("{{compact .l}} {{compact list}} {{mustCompact (list 0 false \"\" nil list dict 1)}} {{compact .lsn}}", "[b a 2 a] [] [1] []")]
    [InlineData("{{chunk 2 .l}} {{chunk 3 .li}} {{chunk 5 .li}} {{chunk 2 list}} {{mustChunk 1 .arr}} {{printf \"%T\" (chunk 2 .li)}} {{chunk -3 (list 1 2 3)}}", "[[b a] [2 <nil>] [a ]] [[3 1 2]] [[3 1 2]] [] [[7] [8] [9]] [][]interface {} []")]
    [InlineData("{{concat .l .li .arr}} {{concat}} {{concat list list}} {{typeOf (concat .ls)}} {{list 1 nil \"a\"}} {{tuple 1 2}} {{list}}", "[b a 2 <nil> a  3 1 2 7 8 9] [] [] []interface {} [1 <nil> a] [1 2] []")]
    public void Lists_OfManyValues_GiveWhatGoGives(string template, string expected) => Assert.Equal(expected, Render.Text(template, SprigData.Root));

    [Theory]
    [InlineData("{{first 1}}", "template: t:1:2: executing \"t\" at <first 1>: error calling first: Cannot find first on type int")]
    [InlineData("{{last \"abc\"}}", "template: t:1:2: executing \"t\" at <last \"abc\">: error calling last: Cannot find last on type string")]
    [InlineData("{{rest .m}}", "template: t:1:2: executing \"t\" at <rest .m>: error calling rest: Cannot find rest on type map")]
    [InlineData("{{initial nil}}", "template: t:1:2: executing \"t\" at <initial nil>: error calling initial: runtime error: invalid memory address or nil pointer dereference")]
    [InlineData("{{reverse .n}}", "template: t:1:2: executing \"t\" at <reverse .n>: error calling reverse: runtime error: invalid memory address or nil pointer dereference")]
    [InlineData("{{uniq \"a\"}}", "template: t:1:2: executing \"t\" at <uniq \"a\">: error calling uniq: Cannot find uniq on type string")]
    [InlineData("{{compact 5}}", "template: t:1:2: executing \"t\" at <compact 5>: error calling compact: Cannot compact on type int")]
    [InlineData("{{without 1 2}}", "template: t:1:2: executing \"t\" at <without 1 2>: error calling without: Cannot find without on type int")]
    [InlineData("{{has 1 \"x\"}}", "template: t:1:2: executing \"t\" at <has 1 \"x\">: error calling has: Cannot find has on type string")]
    [InlineData("{{append .m 1}}", "template: t:1:2: executing \"t\" at <append .m 1>: error calling append: Cannot push on type map")]
    [InlineData("{{prepend \"a\" 1}}", "template: t:1:2: executing \"t\" at <prepend \"a\" 1>: error calling prepend: Cannot prepend on type string")]
    [InlineData("{{append nil 1}}", "template: t:1:2: executing \"t\" at <append nil 1>: error calling append: runtime error: invalid memory address or nil pointer dereference")]
    [InlineData("{{slice \"abc\" 1}}", "template: t:1:2: executing \"t\" at <slice \"abc\" 1>: error calling slice: list should be type of slice or array but string")]
    [InlineData("{{slice .li 2 1}}", "template: t:1:2: executing \"t\" at <slice .li 2 1>: error calling slice: reflect.Value.Slice: slice index out of bounds")]
    [InlineData("{{slice .li -1}}", "template: t:1:2: executing \"t\" at <slice .li -1>: error calling slice: reflect.Value.Slice: slice index out of bounds")]
    [InlineData("{{slice .li 0 9}}", "template: t:1:2: executing \"t\" at <slice .li 0 9>: error calling slice: reflect.Value.Slice: slice index out of bounds")]
    [InlineData("{{slice .arr 0 1}}", "template: t:1:2: executing \"t\" at <slice .arr 0 1>: error calling slice: reflect.Value.Slice: slice of unaddressable array")]
    [InlineData("{{chunk 0 .li}}", "template: t:1:2: executing \"t\" at <chunk 0 .li>: error calling chunk: runtime error: makeslice: len out of range")]
    [InlineData("{{chunk -1 list}}", "template: t:1:2: executing \"t\" at <chunk -1 list>: error calling chunk: runtime error: makeslice: len out of range")]
    [InlineData("{{chunk 2 \"abc\"}}", "template: t:1:2: executing \"t\" at <chunk 2 \"abc\">: error calling chunk: Cannot chunk type string")]
    [InlineData("{{chunk \"2\" .li}}", "template: t:1:8: executing \"t\" at <\"2\">: expected integer; found \"2\"")]
    [InlineData("{{concat .li 1}}", "template: t:1:2: executing \"t\" at <concat .li 1>: error calling concat: Cannot concat type int as list")]
    [InlineData("{{concat nil}}", "template: t:1:2: executing \"t\" at <concat nil>: error calling concat: runtime error: invalid memory address or nil pointer dereference")]
    [InlineData("{{mustFirst 1}}", "template: t:1:2: executing \"t\" at <mustFirst 1>: error calling mustFirst: Cannot find first on type int")]
    [InlineData("{{mustChunk 0 .li}}", "template: t:1:2: executing \"t\" at <mustChunk 0 .li>: error calling mustChunk: runtime error: makeslice: len out of range")]
    [InlineData("{{mustRest nil}}", "template: t:1:2: executing \"t\" at <mustRest nil>: error calling mustRest: runtime error: invalid memory address or nil pointer dereference")]
    public void Lists_UsedWrongly_FailAsInGo(string template, string message) => Assert.Equal(message, Render.Error(template, SprigData.Root).Message);
}
