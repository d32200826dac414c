using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Handshake;

/// <summary>The kind is named by shape alone, and one that the endpoint does not accept is refused by its name.</summary>
public sealed class TokenKindTests : IDisposable
{
    private const string EdgeToken =
        "ZWRnZV8xNTU1MTIzNDU2NzorMTU1NTEyMzQ1Njc6MTcwMDAwMDAwMDpmNTg1YmM0ZTVjMmU2NWY0MGI1MjlhOTk1YmMyMmU1MDgyOTEzOGZkYTJlOGNkZTRlMThhMzZiMGU1YmJiODY3";

    private readonly CoreHost _host = new();

    [Theory]
    [InlineData(EdgeToken, "an edge token")]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301", "a UUID")]
    [InlineData("session_42", "a session id")]
    [InlineData("sk_live_1234", "an API key")]
    [InlineData("anything", "an opaque value")]
    public async Task Another_kind_at_a_jwt_endpoint_is_named(string credential, string kind)
    {
        var decision = await _host.DecideAsync(PresentedRequest.Bearer(credential));

        decision.ShouldBeRefused("credential_kind_refused", $"It looks like {kind}; this endpoint accepts jwt.");
        Assert.Null(decision.Kind);
    }

    [Fact]
    public async Task A_ticket_at_a_jwt_endpoint_is_refused_by_its_unverified_type()
    {
        var ticket = _host.SignJwt(header: """{"alg":"HS256","typ":"ws-ticket+jwt"}""");

        (await _host.DecideAsync(PresentedRequest.Bearer(ticket))).ShouldBeRefused(
            "credential_kind_refused",
            "a connection ticket"
        );
    }

    [Fact]
    public async Task A_jwt_at_a_shared_secret_endpoint_is_refused_though_authentic()
    {
        var decision = await _host.DecideAsync(PresentedRequest.Bearer(_host.SignJwt()), TokenKind.SharedSecret);

        decision.ShouldBeRefused("credential_kind_refused", "a JWT; this endpoint accepts shared-secret");
    }

    [Fact]
    public async Task A_session_id_is_told_where_it_belongs()
    {
        var decision = await _host.DecideAsync(PresentedRequest.Bearer("session_42"));

        Assert.Contains("as session_id", decision.Refusal!.EffectiveFix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_of_two_kinds_takes_both_each_by_its_validator()
    {
        TokenKind[] kinds = [TokenKind.SharedSecret, TokenKind.Jwt];

        var jwt = await _host.DecideAsync(PresentedRequest.Bearer(_host.SignJwt()), kinds);
        var secret = await _host.DecideAsync(PresentedRequest.Bearer(_host.EdgeSecret), kinds);

        Assert.Equal((true, TokenKind.Jwt), (jwt.IsAccepted, jwt.Kind));
        Assert.Equal((true, TokenKind.SharedSecret), (secret.IsAccepted, secret.Kind));
    }

    [Fact]
    public async Task A_damaged_jwt_is_a_malformed_token_where_its_kind_still_shows()
    {
        var decision = await _host.DecideAsync(PresentedRequest.Bearer(_host.SignJwt() + "="), TokenKind.Jwt);

        decision.ShouldBeRefused("token_malformed", "padded");
        Assert.Equal(TokenKind.Jwt, decision.Kind);
    }

    [Fact]
    public async Task An_encrypted_jwt_is_a_malformed_token_and_named()
    {
        var header = HandmadeJwt.Encode("""{"alg":"dir","enc":"A256GCM"}""");

        (await _host.DecideAsync(PresentedRequest.Bearer($"{header}..{TestSecrets.Hex()}.AAAA.AAAA"))).ShouldBeRefused(
            "token_malformed",
            "(JWE)"
        );
    }

    [Fact]
    public async Task A_kind_without_a_validator_accepts_nothing()
    {
        var decision = await _host.DecideAsync(PresentedRequest.Bearer("anything"), new TokenKind("mine"));

        decision.ShouldBeRefused("credential_kind_refused", "this endpoint accepts mine");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Jwt")]
    [InlineData("my kind")]
    [InlineData("kind_of_mine")]
    [InlineData("a-name-that-is-much-too-long-for-logs")]
    public void A_kinds_name_is_short_and_lower_case(string name) =>
        Assert.Throws<ArgumentException>(() => new TokenKind(name));

    [Fact]
    public void Kinds_are_equal_by_name()
    {
        Assert.Equal(TokenKind.Jwt, new TokenKind("jwt"));
        Assert.Equal(TokenKind.Jwt.GetHashCode(), new TokenKind("jwt").GetHashCode());
        Assert.NotEqual(TokenKind.Jwt, TokenKind.SharedSecret);
    }

    public void Dispose() => _host.Dispose();
}
