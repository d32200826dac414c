using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Client.Tests;

/// <summary>Minting from a configuration, as a client in another process does it.</summary>
public sealed class TokenMinterTests
{
    private const long Now = 1795176000;

    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void A_token_has_the_claims_that_a_server_looks_at()
    {
        using var minter = Minter();

        var minted = minter.Jwt("u1");
        var token = new DecodedToken(minted);

        Assert.Equal("HS256", token.Header.GetProperty("alg").GetString());
        Assert.Equal("JWT", token.Header.GetProperty("typ").GetString());
        Assert.Equal(minted.KeyFingerprint, token.Header.GetProperty("kid").GetString());
        Assert.Equal(
            ("\"u1\"", $"{Now}", $"{Now + 300}"),
            (token.Claim("sub"), token.Claim("iat"), token.Claim("exp"))
        );
        Assert.Equal(34, token.Claim("jti").Length);
        Assert.False(token.Has("nbf") || token.Has("iss") || token.Has("aud"));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Now + 300), minted.ExpiresAt);
        Assert.Equal((TokenKind.Jwt, "env:JWT_SECRET_KEY"), (minted.Kind, minted.Source));
        Assert.Equal(43, token.SignatureLength);
    }

    [Fact]
    public void No_two_tokens_have_one_id()
    {
        using var minter = Minter();

        Assert.NotEqual(
            new DecodedToken(minter.Jwt("u1")).Claim("jti"),
            new DecodedToken(minter.Jwt("u1")).Claim("jti")
        );
    }

    [Fact]
    public void Issuer_and_the_first_audience_come_from_the_configuration_and_can_be_replaced()
    {
        using var minter = Minter(("Jwt:Issuer", "https://issuer.example"), ("Jwt:Audience", " chat  api "));

        var usual = new DecodedToken(minter.Jwt("u1"));
        var other = new DecodedToken(
            minter.Jwt(
                "u1",
                content =>
                {
                    content.Issuer = "other";
                    content.Audience = "api";
                }
            )
        );

        Assert.Equal(("\"https://issuer.example\"", "\"chat\""), (usual.Claim("iss"), usual.Claim("aud")));
        Assert.Equal(("\"other\"", "\"api\""), (other.Claim("iss"), other.Claim("aud")));
    }

    [Fact]
    public void Times_id_and_type_can_be_set()
    {
        using var minter = Minter();

        var minted = minter.Jwt(
            "u1",
            content =>
            {
                content.IssuedAt = DateTimeOffset.FromUnixTimeSeconds(1000);
                content.NotBefore = DateTimeOffset.FromUnixTimeSeconds(900);
                content.Lifetime = TimeSpan.FromSeconds(-10);
                content.TokenId = "id-1";
                content.Type = "at+jwt";
            }
        );
        var token = new DecodedToken(minted);

        Assert.Equal(("1000", "900", "990"), (token.Claim("iat"), token.Claim("nbf"), token.Claim("exp")));
        Assert.Equal("\"id-1\"", token.Claim("jti"));
        Assert.Equal("at+jwt", token.Header.GetProperty("typ").GetString());
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(990), minted.ExpiresAt);
    }

    [Fact]
    public void Claims_of_any_json_kind_are_written()
    {
        using var minter = Minter();

        var token = new DecodedToken(
            minter.Jwt(
                "zoë \"+/\\ 😀",
                content =>
                {
                    content.Claims["roles"] = new[] { "admin", "reader" };
                    content.Claims["level"] = 7;
                    content.Claims["beta"] = true;
                    content.Claims["nothing"] = null;
                    content.Claims["address"] = new { city = "Oslo" };
                }
            )
        );

        Assert.Equal("zoë \"+/\\ 😀", token.Payload.GetProperty("sub").GetString());
        Assert.Equal("""["admin","reader"]""", token.Claim("roles"));
        Assert.Equal(("7", "true", "null"), (token.Claim("level"), token.Claim("beta"), token.Claim("nothing")));
        Assert.Equal("""{"city":"Oslo"}""", token.Claim("address"));
    }

    [Theory]
    [InlineData("sub")]
    [InlineData("iss")]
    [InlineData("aud")]
    [InlineData("exp")]
    [InlineData("nbf")]
    [InlineData("iat")]
    [InlineData("jti")]
    public void A_registered_claim_among_the_others_is_an_error_that_names_it(string name)
    {
        using var minter = Minter();

        var error = Assert.Throws<ArgumentException>(() => minter.Jwt("u1", content => content.Claims[name] = 1));

        Assert.Contains(
            $"'{name}' is a registered claim; set it by its own property.",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_empty_subject_is_left_out()
    {
        using var minter = Minter();

        Assert.False(new DecodedToken(minter.Jwt("")).Has("sub"));
        Assert.Throws<ArgumentNullException>(() => minter.Jwt(null!));
    }

    [Theory]
    [InlineData("HS384", 64)]
    [InlineData("HS512", 86)]
    public void The_configured_algorithm_signs(string algorithm, int signatureLength)
    {
        using var minter = Minter(("Jwt:Algorithm", algorithm));

        var token = new DecodedToken(minter.Jwt("u1"));

        Assert.Equal(algorithm, token.Header.GetProperty("alg").GetString());
        Assert.Equal(signatureLength, token.SignatureLength);
    }

    [Fact]
    public void The_environment_chooses_the_secret()
    {
        _variables["JWT_SECRET_STAGING"] = TestSecrets.Hex();
        using var production = Minter();
        using var staging = TokenMinter.FromConfiguration(Configuration(), "Staging", variables: _variables);

        Assert.Equal("env:JWT_SECRET_KEY", production.Jwt("u1").Source);
        Assert.Equal("env:JWT_SECRET_STAGING", staging.Jwt("u1").Source);
        Assert.Contains("env:JWT_SECRET_STAGING", staging.Report().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_holds_the_secret_of_edge_tokens_where_that_is_one_of_its_own()
    {
        _variables["AGENTS_SECRET"] = TestSecrets.Hex();
        using var minter = Minter(("EdgeToken:Secret", "agents"), ("Secrets:agents:Order", "env:AGENTS_SECRET"));

        var report = minter.Report().ToString();

        LeakWatch.Observe(report);
        Assert.Contains("env:AGENTS_SECRET", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configured_key_id_names_the_key()
    {
        using var minter = Minter(("Secrets:jwt:Order", "env:JWT_SECRET_KEY id k7"));

        Assert.Equal("k7", new DecodedToken(minter.Jwt("u1")).Header.GetProperty("kid").GetString());
    }

    [Fact]
    public void Another_section_can_be_named()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Auth:Jwt:Issuer", (string?)"mine")])
            .Build();
        using var minter = TokenMinter.FromConfiguration(configuration, "Production", "Auth", _variables);

        Assert.Equal("\"mine\"", new DecodedToken(minter.Jwt("u1")).Claim("iss"));
    }

    [Fact]
    public void A_secret_without_a_value_is_an_error_that_names_source_and_fix()
    {
        using var minter = Minter(("Secrets:jwt:Order", "env:ABSENT"));

        var error = Assert.Throws<SecretConfigurationException>(() => minter.Jwt("u1"));

        Assert.Contains("env:ABSENT (absent)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_is_none_is_an_error_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Minter(("Jwt:Isuer", "x")));

        Assert.Contains("Isuer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Services_without_the_library_are_an_error_that_says_which_to_pass()
    {
        using var services = new ServiceCollection().BuildServiceProvider();

        var error = Assert.Throws<InvalidOperationException>(() => TokenMinter.For(services));

        Assert.Contains("after builder.Services.AddWsAuth", error.Message, StringComparison.Ordinal);
    }

    private TokenMinter Minter(params (string Name, string Value)[] settings) =>
        TokenMinter.FromConfiguration(Configuration(settings), "Production", variables: _variables, clock: _clock);

    private static IConfigurationRoot Configuration(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(setting => KeyValuePair.Create("WsAuth:" + setting.Name, (string?)setting.Value))
            )
            .Build();
}
