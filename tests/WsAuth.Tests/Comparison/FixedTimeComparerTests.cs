using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WsAuth.Comparison;
using Xunit;

namespace WsAuth.Tests.Comparison;

public sealed class FixedTimeComparerTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("a", "a", true)]
    [InlineData("a", "b", false)]
    [InlineData("a", "A", false)]
    [InlineData("a", "", false)]
    [InlineData("", "a", false)]
    [InlineData("abc", "abcd", false)]
    [InlineData("abcd", "abc", false)]
    [InlineData("abc", "abc\0", false)]
    [InlineData("abc ", "abc", false)]
    [InlineData("zébulon", "zébulon", true)]
    [InlineData("e\u0301", "é", false)]
    [InlineData("😀", "😀", true)]
    [InlineData("😀", "😁", false)]
    [InlineData("K", "\u212a", false)]
    [InlineData("ß", "ss", false)]
    public void Texts_and_bytes_are_equal_only_character_by_character(string left, string right, bool areEqual)
    {
        Assert.Equal(areEqual, FixedTimeComparer.Equals(left, right.AsSpan()));
        Assert.Equal(areEqual, FixedTimeComparer.Equals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right)));
        Assert.Equal(areEqual, new SecretDigest(left.AsSpan()).Matches(right.AsSpan()));
        Assert.Equal(areEqual, new SecretDigest(left.AsSpan()).Matches(Encoding.UTF8.GetBytes(right)));
        Assert.Equal(areEqual, new SecretDigest(Encoding.UTF8.GetBytes(left)).Matches(right.AsSpan()));
    }

    [Fact]
    public void Two_halves_of_surrogate_pairs_are_not_the_same_text()
    {
        Assert.False(FixedTimeComparer.Equals("a\ud800", "a\ud801".AsSpan()));
        Assert.False(FixedTimeComparer.Equals("a\ud800", "a\ufffd".AsSpan()));
        Assert.True(FixedTimeComparer.Equals("a\ud800", "a\ud800".AsSpan()));
        Assert.False(new SecretDigest("a\ufffd".AsSpan()).Matches("a\ud800".AsSpan()));
        Assert.True(new SecretDigest("a\ud800".AsSpan()).Matches("a\ud800".AsSpan()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(169)]
    [InlineData(170)]
    [InlineData(171)]
    [InlineData(512)]
    [InlineData(100_000)]
    public void One_character_of_many_makes_the_difference(int length)
    {
        var text = new string('é', length);

        foreach (var at in new[] { 0, length / 2, length - 1 })
        {
            var other = text[..at] + "ê" + text[(at + 1)..];

            Assert.False(FixedTimeComparer.Equals(text, other.AsSpan()));
            Assert.False(new SecretDigest(text.AsSpan()).Matches(other.AsSpan()));
        }

        Assert.True(FixedTimeComparer.Equals(text, new string('é', length).AsSpan()));
        Assert.True(new SecretDigest(text.AsSpan()).Matches(new string('é', length).AsSpan()));
    }

    [Fact]
    public void A_digest_is_no_reference_to_what_it_was_made_of()
    {
        var secret = new byte[] { 1, 2, 3 };
        var digest = new SecretDigest(secret);

        secret[0] = 9;

        Assert.True(digest.Matches([1, 2, 3]));
        Assert.False(digest.Matches(secret));
    }

    [Fact]
    public void Comparers_agree_with_ordinal_comparison_on_any_two_texts() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<(string, string)>(),
                pair =>
                {
                    var (left, right) = (pair.Item1 ?? "", pair.Item2 ?? "");
                    var areEqual = string.Equals(left, right, StringComparison.Ordinal);
                    return FixedTimeComparer.Equals(left, right.AsSpan()) == areEqual
                        && new SecretDigest(left.AsSpan()).Matches(right.AsSpan()) == areEqual
                        && FixedTimeComparer.Equals(left, left.AsSpan());
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithQuietOnSuccess(true));
}
