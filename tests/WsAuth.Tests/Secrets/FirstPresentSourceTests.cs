using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

/// <summary>Rule 1: the first present source wins, and an unusable one is an error, never a reason to go on.</summary>
public sealed class FirstPresentSourceTests
{
    [Fact]
    public void The_first_present_source_wins_over_a_later_one()
    {
        using var resolver = new TestResolver("env:FIRST > env:SECOND");
        var first = TestSecrets.Hex();
        resolver.Variables["FIRST"] = first;
        resolver.Variables["SECOND"] = TestSecrets.Hex();

        Assert.True(resolver.Ring.Current.Holds(first));
        Assert.Equal("env:FIRST", resolver.Ring.Current!.Source);
        Assert.Equal(1, resolver.Ring.Current.Position);
        Assert.Single(resolver.Ring.Keys);
    }

    [Fact]
    public void An_absent_source_is_passed_over()
    {
        using var resolver = new TestResolver("env:FIRST > env:SECOND");
        var second = TestSecrets.Hex();
        resolver.Variables["SECOND"] = second;

        Assert.True(resolver.Ring.Current.Holds(second));
        Assert.Equal("absent won", resolver.States);
        Assert.Equal(
            $"{SecretFingerprint.Of(second)} from env:SECOND (source 2 of 2)",
            resolver.Ring.DescribeCurrent()
        );
    }

    [Theory]
    [InlineData("env:FIRST", "short", "5 bytes")]
    [InlineData("env:FIRST", "changeme-changeme-changeme-changeme-changeme", "placeholder")]
    [InlineData("env:FIRST", "<generated_hex>", "placeholder")]
    [InlineData("hex:env:FIRST", "zz not hex zz not hex zz not hex zz not hex", "not hexadecimal")]
    [InlineData("base64:env:FIRST", "!!!! not base64 !!!! not base64 !!!! not", "not base64")]
    [InlineData("env:FIRST", "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----", "PEM")]
    [InlineData("env:FIRST", """{"kty":"oct","k":"AAAA"}""", "JSON Web Key")]
    public void A_present_but_unusable_source_is_an_error_that_names_it_and_is_not_skipped(
        string source,
        string value,
        string sign
    )
    {
        using var resolver = new TestResolver(source + " > env:SECOND");
        resolver.Variables["FIRST"] = value;
        resolver.Variables["SECOND"] = TestSecrets.Hex();

        var fault = resolver.StartFault();

        Assert.Contains($"{source} (source 1 of 2) is refused", fault, StringComparison.Ordinal);
        Assert.Contains(sign, fault, StringComparison.Ordinal);
        Assert.DoesNotContain(value, fault, StringComparison.Ordinal);
        Assert.Null(resolver.Ring.Current);
        Assert.Empty(resolver.Ring.Keys);
        Assert.Equal("refused", resolver.Row(1).StateName);
        Assert.Equal("shadowed-different", resolver.Row(2).StateName);
    }

    [Fact]
    public void A_refusal_tells_how_to_make_a_good_value()
    {
        using var resolver = new TestResolver("env:FIRST");
        resolver.Variables["FIRST"] = "short";

        Assert.Contains("openssl rand -hex 32", resolver.StartFault(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_present_the_fault_names_every_source_the_environment_and_the_fix()
    {
        using var resolver = new TestResolver("env:FIRST > env:SECOND", "Staging");
        resolver.Variables["SECOND"] = " ";

        var fault = resolver.StartFault();

        Assert.Contains(
            "'jwt' has no value in environment Staging: looked at env:FIRST (absent), env:SECOND (empty).",
            fault,
            StringComparison.Ordinal
        );
        Assert.Contains("Set env:FIRST, or change WsAuth:Secrets:jwt:Order.", fault, StringComparison.Ordinal);
        Assert.Equal("jwt: unavailable", resolver.Ring.ToString());
    }

    [Fact]
    public void Every_faulty_secret_is_named_in_one_message()
    {
        using var resolver = new TestResolver("env:FIRST");
        resolver["Secrets:edge:Order"] = "env:SECOND";

        var fault = resolver.StartFault("jwt", "edge");

        Assert.Contains("Secret 'jwt'", fault, StringComparison.Ordinal);
        Assert.Contains("Secret 'edge'", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_not_configured_is_a_callers_mistake()
    {
        using var resolver = new TestResolver("env:FIRST");

        var thrown = Assert.Throws<ArgumentException>(() => resolver.Secrets.GetRing("mine"));

        Assert.Contains("WsAuth:Secrets:mine:Order", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_secrets_ignore_letter_case()
    {
        using var resolver = new TestResolver();
        resolver["Secrets:Mine:Order"] = "env:MINE";
        resolver.Variables["MINE"] = TestSecrets.Hex();

        Assert.Same(resolver.Secrets.GetRing("mine"), resolver.Secrets.GetRing("MINE"));
        Assert.NotNull(resolver.Secrets.GetRing("Mine").Current);
    }
}
