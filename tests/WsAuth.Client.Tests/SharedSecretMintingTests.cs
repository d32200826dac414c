using System.Text.Json;
using Microsoft.Extensions.Configuration;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Client.Tests;

/// <summary>The shared secret as a client sends it, and that nothing minted prints itself.</summary>
public sealed class SharedSecretMintingTests
{
    private readonly TestVariables _variables = new();

    [Fact]
    public void It_is_the_text_of_the_secret_in_force()
    {
        var secret = TestSecrets.Hex();
        _variables["EDGE_SECRET"] = secret;
        using var minter = Minter();

        var minted = minter.SharedSecret();

        Assert.True(minted.DangerousGetText() == secret);
        Assert.Equal((TokenKind.SharedSecret, null), (minted.Kind, minted.ExpiresAt));
        Assert.Equal(SecretFingerprint.Of(secret), minted.KeyFingerprint);
        Assert.Equal("env:EDGE_SECRET", minted.Source);
    }

    [Fact]
    public void A_decoded_secret_that_is_no_text_is_an_error_with_the_fix()
    {
        // 0xFF stands in no UTF-8.
        _variables["RAW"] = LeakWatch.Protect("ff" + TestSecrets.Hex()[2..]);
        using var minter = Minter("hex:env:RAW");

        var error = Assert.Throws<SecretConfigurationException>(minter.SharedSecret);

        Assert.Contains("hex:env:RAW is no text", error.Message, StringComparison.Ordinal);
        Assert.Contains("use one without 'hex:' or 'base64:'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_without_a_value_is_an_error()
    {
        using var minter = Minter("env:ABSENT");

        Assert.Contains(
            "env:ABSENT",
            Assert.Throws<SecretConfigurationException>(minter.SharedSecret).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_minted_token_never_prints_itself()
    {
        _variables["EDGE_SECRET"] = TestSecrets.Hex();
        _variables["JWT_SECRET_KEY"] = TestSecrets.Hex();
        using var minter = Minter();

        foreach (var minted in new[] { minter.SharedSecret(), minter.Jwt("u1") })
        {
            LeakWatch.ProtectToken("." + minted.DangerousGetText());
            string[] shown = [minted.ToString(), $"{minted}", JsonSerializer.Serialize(minted)];

            Assert.All(shown, text => Assert.False(LeakWatch.Holds(text)));
            Assert.All(shown, LeakWatch.Observe);
            Assert.Contains(minted.KeyFingerprint, minted.ToString(), StringComparison.Ordinal);
            Assert.Equal("Bearer", minted.ToAuthorizationHeader().Scheme);
            Assert.True(minted.ToAuthorizationHeader().Parameter == minted.DangerousGetText());
        }
    }

    [Fact]
    public void A_debugger_does_not_show_the_text()
    {
        var field = Assert.Single(
            typeof(MintedToken).GetFields(
                System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic
            ),
            field => field.Name == "_text"
        );

        var attribute = Assert.IsType<System.Diagnostics.DebuggerBrowsableAttribute>(
            Assert.Single(field.GetCustomAttributes(typeof(System.Diagnostics.DebuggerBrowsableAttribute), false))
        );
        Assert.Equal(System.Diagnostics.DebuggerBrowsableState.Never, attribute.State);
    }

    private TokenMinter Minter(string? order = "env:EDGE_SECRET") =>
        TokenMinter.FromConfiguration(
            new ConfigurationBuilder()
                .AddInMemoryCollection([KeyValuePair.Create("WsAuth:Secrets:edge:Order", order)])
                .Build(),
            "Production",
            variables: _variables
        );
}
