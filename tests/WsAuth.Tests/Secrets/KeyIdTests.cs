using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

public sealed class KeyIdTests
{
    [Fact]
    public void A_configured_id_is_what_tokens_name()
    {
        using var resolver = new TestResolver("env:SECRET id spring-2027");
        resolver.Variables["SECRET"] = TestSecrets.Hex();

        Assert.Equal("spring-2027", resolver.Ring.Current!.KeyId);
        Assert.Equal("spring-2027", resolver.Ring.Current.EffectiveKeyId);
        Assert.Equal("env:SECRET", resolver.Ring.Current.Source);
    }

    [Fact]
    public void Without_one_it_is_the_fingerprint()
    {
        using var resolver = new TestResolver("env:SECRET");
        resolver.Variables["SECRET"] = TestSecrets.Hex();

        Assert.Null(resolver.Ring.Current!.KeyId);
        Assert.Equal(resolver.Ring.Current.Fingerprint, resolver.Ring.Current.EffectiveKeyId);
    }

    [Fact]
    public void A_file_and_an_encoding_may_have_one_too()
    {
        using var resolver = new TestResolver();
        var hex = TestSecrets.Hex();
        resolver["Secrets:jwt:Order"] = $"hex:file:{resolver.Folder.Write("jwt", hex)} id k1";

        Assert.Equal("k1", resolver.Ring.Current!.KeyId);
        Assert.True(resolver.Ring.Current.Holds(Convert.FromHexString(hex)));
    }

    [Fact]
    public void An_id_in_another_keys_fingerprint_form_is_an_error_at_start()
    {
        var other = TestSecrets.Hex();
        using var resolver = new TestResolver($"env:SECRET id {SecretFingerprint.Of(other)}");
        resolver["Secrets:jwt:Previous"] = "env:OLD";
        resolver.Variables["SECRET"] = TestSecrets.Hex();
        resolver.Variables["OLD"] = other;

        Assert.Contains(
            "the id of env:SECRET has the form of a fingerprint, but is not its own",
            resolver.StartFault(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_id_in_the_keys_own_fingerprint_form_is_allowed()
    {
        var secret = TestSecrets.Hex();
        using var resolver = new TestResolver($"env:SECRET id {SecretFingerprint.Of(secret)}");
        resolver.Variables["SECRET"] = secret;

        resolver.Start();

        Assert.Equal(SecretFingerprint.Of(secret), resolver.Ring.Current!.EffectiveKeyId);
    }

    [Fact]
    public void Two_keys_with_one_id_are_an_error_at_start()
    {
        using var resolver = new TestResolver("env:SECRET id k1");
        resolver["Secrets:jwt:Previous"] = "env:OLD id k1";
        resolver.Variables["SECRET"] = TestSecrets.Hex();
        resolver.Variables["OLD"] = TestSecrets.Hex();

        Assert.Contains("two keys have the id", resolver.StartFault(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_that_is_the_value_itself_is_an_error_at_start_and_not_repeated()
    {
        var secret = TestSecrets.Hex();
        using var resolver = new TestResolver($"env:SECRET id {secret}");
        resolver.Variables["SECRET"] = secret;

        var fault = resolver.StartFault();

        Assert.Contains("the id of env:SECRET is a secret's value", fault, StringComparison.Ordinal);
        Assert.False(LeakWatch.Holds(fault));
    }
}
