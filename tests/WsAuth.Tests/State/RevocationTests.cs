using WsAuth.State;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.State;

/// <summary>What would concern nothing is no revocation.</summary>
public sealed class RevocationTests
{
    [Theory]
    [InlineData("800855897f34")]
    [InlineData("env:CHAT_JWT")]
    [InlineData("fp:weak")]
    [InlineData("fp:800855897F34")]
    [InlineData("fp:800855897f3")]
    [InlineData("jkt:800855897f34+")]
    [InlineData("jkt:80085589 f34")]
    public void A_key_is_named_by_its_whole_fingerprint(string fingerprint)
    {
        var exception = Assert.Throws<ArgumentException>(() => Revocation.OfKey(fingerprint));

        Assert.Contains("fp: and 12 lower-case hexadecimal digits", exception.Message, StringComparison.Ordinal);
        Assert.Contains("KeysInUse()", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_was_taken_for_its_fingerprint_is_not_repeated() =>
        LeakWatch.Observe(
            Assert.Throws<ArgumentException>(() => Revocation.OfKey(LeakWatch.Protect(TestSecrets.Hex()))).ToString()
        );

    [Theory]
    [InlineData("fp:800855897f34")]
    [InlineData("jkt:NzbLsXh8uD-_")]
    public void Both_forms_of_a_fingerprint_are_taken(string fingerprint) =>
        Assert.Equal($"by key {fingerprint}", Revocation.OfKey(fingerprint).ToString());
}
