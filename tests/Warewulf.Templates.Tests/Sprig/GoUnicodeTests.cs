using System.Globalization;
using Warewulf.Templates.Functions.RegularExpressions;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Characters as Go knows them.</summary>
[Trait("Suite", "Fast")]
public sealed class GoUnicodeTests
{
    [Theory]
    [InlineData(0x131, 'I', 0x131)]
    [InlineData(0x130, 0x130, 'i')]
    [InlineData(0x17F, 'S', 0x17F)]
    [InlineData(0x212A, 0x212A, 'k')]
    [InlineData(0xDF, 0xDF, 0xDF)]
    [InlineData(0x1C8A, 0x1C8A, 0x1C8A)]
    [InlineData(0x10D50, 0x10D50, 0x10D50)]
    [InlineData(0x10400, 0x10400, 0x10428)]
    public void Case_OfUnusualLetters_IsGos(int rune, int upper, int lower) =>
        Assert.Equal((upper, lower), (GoUnicode.ToUpper(rune), GoUnicode.ToLower(rune)));

    [Theory]
    [InlineData(0x1C6, 0x1C5)]
    [InlineData(0x10D0, 0x10D0)]
    [InlineData('a', 'A')]
    public void ToTitle_OfDigraphsAndOthers_IsGos(int rune, int title) => Assert.Equal(title, GoUnicode.ToTitle(rune));

    [Theory]
    [InlineData(0x1171E, UnicodeCategory.NonSpacingMark)]
    [InlineData(0x2EBF0, UnicodeCategory.OtherNotAssigned)]
    [InlineData(0x897, UnicodeCategory.OtherNotAssigned)]
    [InlineData(0x898, UnicodeCategory.NonSpacingMark)]
    [InlineData('a', UnicodeCategory.LowercaseLetter)]
    public void Category_OfCharactersNewOrChanged_IsThatOfUnicode15(int rune, UnicodeCategory category) =>
        Assert.Equal(category, GoUnicode.Category(rune));

    [Theory]
    [InlineData('k', new[] { 'K', 'k', 0x212A })]
    [InlineData(0x17F, new[] { 'S', 's', 0x17F })]
    [InlineData(0x3C2, new[] { 0x3A3, 0x3C2, 0x3C3 })]
    [InlineData('i', new int[] { 'I', 'i' })]
    [InlineData(0x131, new int[0])]
    [InlineData('1', new int[0])]
    public void Orbit_OfALetter_HoldsItsOtherForms(int rune, int[] orbit) => Assert.Equal(orbit, CaseOrbits.Of(rune).ToArray());

    [Theory]
    [InlineData("L", "Letter")]
    [InlineData("Lu", "uppercase_letter")]
    [InlineData("Greek", "GREEK")]
    [InlineData("Old_Italic", "old-italic")]
    [InlineData("LC", "Cased Letter")]
    [InlineData("Cn", "Unassigned")]
    [InlineData("Any", "any")]
    [InlineData("ASCII", "ascii")]
    public void Find_OfTwoNamesForOneGroup_GivesTheSame(string name, string other)
    {
        Assert.NotEmpty(UnicodeNames.Find(name)!);
        Assert.Equal(UnicodeNames.Find(name), UnicodeNames.Find(other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("X")]
    [InlineData("Foo")]
    [InlineData("Lx")]
    public void Find_OfNoName_GivesNothing(string name) => Assert.Null(UnicodeNames.Find(name));
}
