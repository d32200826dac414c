using Microsoft.Extensions.Logging;
using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

/// <summary>Rule 3: every source is accounted for.</summary>
public sealed class SourceAccountTests
{
    [Fact]
    public void Every_state_has_its_row()
    {
        using var resolver = new TestResolver(
            "env:UNSET > env:BLANK > env:GOOD > env:SAME > env:OTHER > hex:env:UNDECODABLE"
        );
        var (good, other, old, ended) = (TestSecrets.Hex(), TestSecrets.Hex(), TestSecrets.Hex(), TestSecrets.Hex());
        resolver["Secrets:jwt:Previous"] = "env:OLD > env:ENDED until 2020-01-01 > env:UNSET_OLD";
        resolver.Variables["BLANK"] = "  ";
        resolver.Variables["GOOD"] = good;
        resolver.Variables["SAME"] = good;
        resolver.Variables["OTHER"] = other;
        resolver.Variables["UNDECODABLE"] = LeakWatch.Protect(TestSecrets.Hex() + "!");
        resolver.Variables["OLD"] = old;
        resolver.Variables["ENDED"] = ended;

        resolver.Start();

        Assert.Equal(
            "absent empty won shadowed-same shadowed-different refused previous ended absent",
            resolver.States
        );
        Assert.Equal(SecretFingerprint.Of(good), resolver.Row(3).Fingerprint);
        Assert.Equal(SecretFingerprint.Of(other), resolver.Row(5).Fingerprint);
        Assert.Equal(64, resolver.Row(3).Length);
        Assert.All(resolver.Jwt.Rows.Skip(6), row => Assert.True(row.IsPrevious));
        Assert.Equal([1, 2, 3, 4, 5, 6, 1, 2, 3], resolver.Jwt.Rows.Select(row => row.Position));
    }

    [Fact]
    public void A_shadowed_source_with_another_value_is_warned_about()
    {
        using var resolver = new TestResolver("env:FIRST > env:SECOND");
        var second = TestSecrets.Hex();
        resolver.Variables["FIRST"] = TestSecrets.Hex();
        resolver.Variables["SECOND"] = second;

        var warning = Assert.Single(resolver.Start().Warnings);

        Assert.Contains(
            $"env:SECOND holds another value ({SecretFingerprint.Of(second)})",
            warning,
            StringComparison.Ordinal
        );
        Assert.Contains(resolver.Ring.DescribeCurrent(), warning, StringComparison.Ordinal);
        Assert.Contains(warning, resolver.Logged(LogLevel.Warning));
    }

    [Fact]
    public void A_shadowed_source_with_the_same_value_is_not_warned_about()
    {
        using var resolver = new TestResolver("env:FIRST > env:SECOND");
        var secret = TestSecrets.Hex();
        resolver.Variables["FIRST"] = secret;
        resolver.Variables["SECOND"] = secret;

        Assert.Empty(resolver.Start().Warnings);
        Assert.Empty(resolver.Logged(LogLevel.Warning));
    }

    [Fact]
    public void Values_that_differ_by_a_line_ending_alone_are_different()
    {
        using var resolver = new TestResolver("env:FIRST > env:SECOND");
        var secret = TestSecrets.Hex();
        resolver.Variables["FIRST"] = secret;
        resolver.Variables["SECOND"] = secret + "\n";

        Assert.Equal("won shadowed-different", resolver.States);
    }

    [Fact]
    public void The_same_bytes_in_two_encodings_are_the_same()
    {
        using var resolver = new TestResolver("hex:env:FIRST > base64:env:SECOND");
        var hex = TestSecrets.Hex();
        resolver.Variables["FIRST"] = hex;
        resolver.Variables["SECOND"] = LeakWatch.Protect(Convert.ToBase64String(Convert.FromHexString(hex)));

        Assert.Equal("won shadowed-same", resolver.States);
    }

    [Fact]
    public void A_shadowed_source_that_is_unusable_says_why()
    {
        using var resolver = new TestResolver("env:FIRST > env:SHORT > hex:env:UNDECODABLE");
        resolver.Variables["FIRST"] = TestSecrets.Hex();
        resolver.Variables["SHORT"] = "short";
        resolver.Variables["UNDECODABLE"] = "no hex";

        var text = resolver.Start().ToString();

        Assert.Equal("won shadowed-different refused", resolver.States);
        Assert.Equal(SecretFingerprint.Weak, resolver.Row(2).Fingerprint);
        Assert.Contains(resolver.Row(2).Notes, note => note.StartsWith("would be refused", StringComparison.Ordinal));
        Assert.Contains("it is not hexadecimal", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_secrets_with_one_value_are_warned_about()
    {
        using var resolver = new TestResolver("env:FIRST");
        resolver["Secrets:edge:Order"] = "env:SECOND";
        var secret = TestSecrets.Hex();
        resolver.Variables["FIRST"] = secret;
        resolver.Variables["SECOND"] = secret;

        var warning = Assert.Single(resolver.Start("jwt", "edge").Warnings);

        Assert.Contains("'edge' and 'jwt'", warning, StringComparison.Ordinal);
        Assert.Contains(SecretFingerprint.Of(secret), warning, StringComparison.Ordinal);
        Assert.Contains(warning, resolver.Logged(LogLevel.Warning));
    }

    [Fact]
    public void Two_secrets_with_two_values_are_not()
    {
        using var resolver = new TestResolver("env:FIRST");
        resolver["Secrets:edge:Order"] = "env:SECOND";
        resolver.Variables["FIRST"] = TestSecrets.Hex();
        resolver.Variables["SECOND"] = TestSecrets.Hex();

        Assert.Empty(resolver.Start("jwt", "edge").Warnings);
    }
}
