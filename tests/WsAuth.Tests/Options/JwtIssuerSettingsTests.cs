using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Options;

/// <summary>What an entry of <c>Jwt:Issuers</c> must and must not hold.</summary>
public sealed class JwtIssuerSettingsTests
{
    private const string Entry = "Jwt:Issuers:idp:";

    [Fact]
    public void An_entry_is_read_with_all_its_settings()
    {
        using var runtime = TestSettings.Read(
            (Entry + "Issuer", "https://idp.example"),
            (Entry + "KeySet", "https://idp.example/keys?tenant=1"),
            (Entry + "Algorithms", "ES256 RS256"),
            (Entry + "Audience", "chat"),
            (Entry + "ClockSkew", "00:01:00"),
            (Entry + "RequireSubject", "false"),
            (Entry + "NameClaim", "n"),
            (Entry + "RoleClaim", "r"),
            (Entry + "TenantClaim", "t"),
            ("Jwt:KeySetWait", "00:00:01"),
            ("Jwt:KeySetRefresh", "00:10:00"),
            ("Jwt:AcceptSecret", "false")
        );

        var jwt = runtime.Settings.Current.Jwt;
        var issuer = jwt.Issuers["IDP"];
        Assert.Equal(
            ("https://idp.example", "https://idp.example/keys?tenant=1", "ES256 RS256", "chat"),
            (issuer.Issuer, issuer.KeySet, issuer.Algorithms, issuer.Audience)
        );
        Assert.Equal(
            (TimeSpan.FromMinutes(1), false, "n", "r", "t"),
            (issuer.ClockSkew, issuer.RequireSubject, issuer.NameClaim, issuer.RoleClaim, issuer.TenantClaim)
        );
        Assert.Equal(
            (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), false),
            (jwt.KeySetWait, jwt.KeySetRefresh, jwt.AcceptSecret)
        );
    }

    [Theory]
    [InlineData("Jwks", "https://idp.example/keys", "WsAuth:Jwt:Issuers:idp:Jwks is no setting")]
    [InlineData("Secret", "jwt", "WsAuth:Jwt:Issuers:idp:Secret is no setting")]
    [InlineData("Algorithm", "ES256", "WsAuth:Jwt:Issuers:idp:Algorithm is no setting; did you mean 'Algorithms'")]
    [InlineData("Algorithms:0", "ES256", "Algorithms has to be one text, not a list")]
    [InlineData("Algorithms", "HS256", "HS512 are for secrets (WsAuth:Jwt:Algorithm)")]
    [InlineData("Algorithms", "none", "Algorithms has to name some of RS256")]
    [InlineData("Algorithms", "", "Algorithms has to name some of RS256")]
    [InlineData("Authority", "https://idp.example", "exactly one of Authority, KeySet and Key")]
    [InlineData("Issuer", " ", "Issuer is empty")]
    [InlineData("ClockSkew", "00:11:00", "ClockSkew has to lie between")]
    public void A_setting_that_does_not_belong_is_named(string setting, string value, string fault) =>
        Assert.Contains(
            TestSettings.Faults((Entry + "Key", "file:/etc/idp.pem"), (Entry + setting, value)),
            found => found.Contains(fault, StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("Authority", "idp.example")]
    [InlineData("Authority", "ftp://idp.example")]
    [InlineData("Authority", "https://idp.example/?a=b")]
    [InlineData("Authority", "https://idp.example/#a")]
    [InlineData("Authority", "https://user:word@idp.example/")]
    [InlineData("Authority", "file:/etc/idp")]
    [InlineData("KeySet", "/etc/keys.json")]
    [InlineData("KeySet", "file:")]
    [InlineData("KeySet", "https://user@idp.example/keys")]
    [InlineData("Key", "/etc/idp.pem")]
    [InlineData("Key", "https://idp.example/idp.pem")]
    [InlineData("Key", "-----BEGIN PUBLIC KEY-----")]
    public void An_origin_of_another_form_is_refused_and_not_repeated(string setting, string value)
    {
        var fault = TestSettings.Fault((Entry + "Issuer", "https://idp.example"), (Entry + setting, value));

        Assert.StartsWith($"WsAuth:{Entry}{setting} has to be ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(
            value,
            fault.Replace("file: and", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_secret_in_a_keys_place_is_not_repeated()
    {
        var fault = TestSettings.Fault((Entry + "Key", TestSecrets.Hex()));

        Assert.Contains("a shared secret belongs in Secrets", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_without_keys_is_refused() =>
        Assert.Contains(
            "exactly one of",
            TestSettings.Fault((Entry + "Issuer", "https://idp.example")),
            StringComparison.Ordinal
        );

    [Fact]
    public void Several_entries_need_an_issuer_each() =>
        Assert.Contains(
            "WsAuth:Jwt:Issuers:idp:Issuer is missing",
            TestSettings.Fault(
                (Entry + "Key", "file:/etc/idp.pem"),
                ("Jwt:Issuers:other:Authority", "https://other.example")
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Two_entries_of_one_issuer_are_refused() =>
        Assert.Contains(
            "idp and other have the same Issuer",
            TestSettings.Fault(
                (Entry + "Issuer", "https://other.example"),
                (Entry + "Key", "file:/etc/idp.pem"),
                ("Jwt:Issuers:other:Authority", "https://other.example")
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void The_own_issuer_is_no_entrys() =>
        Assert.Contains(
            "have the same Issuer; the own service's tokens are signed with its secret",
            TestSettings.Fault(("Jwt:Issuer", "https://idp.example"), (Entry + "Authority", "https://idp.example")),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("KeySetWait", "00:00:31")]
    [InlineData("KeySetRefresh", "00:00:59")]
    [InlineData("KeySetRefresh", "1.00:00:01")]
    public void Times_have_limits(string setting, string value) =>
        Assert.StartsWith(
            $"WsAuth:Jwt:{setting} has to lie between",
            TestSettings.Fault(("Jwt:" + setting, value)),
            StringComparison.Ordinal
        );

    [Fact]
    public void Without_secret_and_issuers_nothing_could_be_accepted() =>
        Assert.Contains(
            "no JWT could be accepted",
            TestSettings.Fault(("Jwt:AcceptSecret", "false")),
            StringComparison.Ordinal
        );
}
