namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's functions on merging dictionaries. The expected texts are what Go gives.</summary>
[Trait("Suite", "Fast")]
public sealed class MergeTests
{
    [Theory]
    [InlineData("{{merge (dict \"a\" 1) (dict \"a\" 2 \"b\" 3) (dict \"b\" 4 \"c\" 5)}} {{mergeOverwrite (dict \"a\" 1) (dict \"a\" 2 \"b\" 3) (dict \"b\" 4)}}", "map[a:1 b:3 c:5] map[a:2 b:4]")]
    [InlineData("{{merge (dict \"a\" \"\" \"b\" 0 \"c\" false \"d\" list \"e\" nil) (dict \"a\" 1 \"b\" 2 \"c\" 3 \"d\" 4 \"e\" 5)}}", "map[a:1 b:2 c:3 d:4 e:5]")]
    [InlineData("{{merge (dict \"a\" (dict \"x\" 1 \"e\" \"\")) (dict \"a\" (dict \"x\" 2 \"y\" 3 \"e\" 4))}} {{mergeOverwrite (dict \"a\" (dict \"x\" 1 \"z\" 0)) (dict \"a\" (dict \"x\" 2))}}", "map[a:map[e:4 x:1 y:3]] map[a:map[x:2 z:0]]")]
    [InlineData("{{merge (dict \"a\" (dict \"x\" 1)) (dict \"a\" \"s\")}} {{merge (dict \"a\" \"s\") (dict \"a\" (dict \"x\" 1))}} {{mergeOverwrite (dict \"a\" \"s\") (dict \"a\" (dict \"x\" 1))}} {{mergeOverwrite (dict \"a\" (dict \"x\" 1)) (dict \"a\" \"s\")}}", "map[a:map[x:1]] map[a:s] map[a:s] map[a:s]")]
    [InlineData("{{merge dict (dict \"a\" nil)}} {{mergeOverwrite (dict \"a\" 1) (dict \"a\" nil)}} {{mergeOverwrite (dict \"a\" 1 \"b\" 2) (dict \"a\" \"\" \"b\" list)}}", "map[] map[a:<nil>] map[a: b:[]]")]
    [InlineData("{{$d := dict \"a\" 1}}{{$_ := merge $d (dict \"b\" 2)}}{{$d}} {{$s := dict \"k\" (dict \"a\" 1)}}{{$e := merge dict $s}}{{$_ := set $e.k \"z\" 1}}{{$s}}", "map[a:1 b:2] map[k:map[a:1 z:1]]")]
    [InlineData("{{merge nil (dict \"a\" 1)}} {{merge nil}} {{mustMerge (dict \"a\" 1) (dict \"b\" 2)}} {{mustMergeOverwrite (dict \"a\" 1) (dict \"a\" 2)}}", "map[a:1] map[] map[a:1 b:2] map[a:2]")]
    [InlineData("{{merge (dict \"k\" (dict \"a\" 1)) (dict \"k\" .ms)}} {{typeOf (get (merge (dict \"k\" dict) (dict \"k\" .ms)) \"k\")}} {{typeOf (get (merge (dict \"k\" nil) (dict \"k\" .ms)) \"k\")}}", "map[k:map[a:1 one:1 two:2]] map[string]interface {} map[string]string")]
    public void Merge_OfManyValues_GiveWhatGoGives(string template, string expected) => Assert.Equal(expected, Render.Text(template, SprigData.Root));

    [Theory]
    [InlineData("{{merge (dict \"k\" .ms) (dict \"k\" (dict \"p\" 1))}}", "template: t:1:2: executing \"t\" at <merge (dict \"k\" .ms) (dict \"k\" (dict \"p\" 1))>: error calling merge: reflect.Value.SetMapIndex: value of type interface {} is not assignable to type string")]
    [InlineData("{{mergeOverwrite (dict \"k\" (dict \"a\" 1)) (dict \"k\" .mi)}}", "template: t:1:2: executing \"t\" at <mergeOverwrite (dict \"k\" (dict \"a\" 1)) (dict \"k\" .mi)>: error calling mergeOverwrite: reflect.Value.MapIndex: value of type int is not assignable to type string")]
    [InlineData("{{mustMerge (dict \"k\" .mb) (dict \"k\" (dict \"a\" 1))}}", "template: t:1:2: executing \"t\" at <mustMerge (dict \"k\" .mb) (dict \"k\" (dict \"a\" 1))>: error calling mustMerge: reflect.Value.MapIndex: value of type string is not assignable to type bool")]
    [InlineData("{{merge .ms (dict \"a\" 1)}}", "template: t:1:8: executing \"t\" at <.ms>: wrong type for value; expected map[string]interface {}; got map[string]string")]
    [InlineData("{{merge (dict \"a\" 1) .n}}", "template: t:1:21: executing \"t\" at <.n>: wrong type for value; expected map[string]interface {}; got interface {}")]
    [InlineData("{{merge 1}}", "template: t:1:8: executing \"t\" at <1>: can't handle 1 for arg of type map[string]interface {}")]
    public void Merge_UsedWrongly_FailAsInGo(string template, string message) => Assert.Equal(message, Render.Error(template, SprigData.Root).Message);
}
