using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Handshake;

/// <summary>Credentials among the offered sub-protocols.</summary>
public sealed class SubProtocolTests : IDisposable
{
    private const string Header = "Sec-WebSocket-Protocol";

    private readonly CoreHost _host = new(("Query:AccessToken", "true"));

    [Theory]
    [InlineData("bearer.{0}")]
    [InlineData("chat, bearer.{0}")]
    [InlineData("bearer.{0},chat.v1 , chat.v2")]
    [InlineData(" ,, chat,\tBEARER.{0} ")]
    [InlineData("bearer.{0}, bearer.{0}")]
    public async Task The_credential_is_read_wherever_it_stands_in_the_list(string header)
    {
        var decision = await DecideAsync(string.Format(null, header, _host.SignJwt()));

        Assert.True(decision.IsAccepted, decision.ToString());
        Assert.Equal(CredentialLocations.SubProtocol, decision.Location);
    }

    [Fact]
    public async Task The_list_may_stand_in_several_header_lines()
    {
        var decision = await _host.DecideAsync(
            new PresentedRequest().WithHeader(Header, "chat", $"bearer.{_host.SignJwt()}")
        );

        Assert.True(decision.IsAccepted);
    }

    [Theory]
    [InlineData("bearer.", "it is empty")]
    [InlineData("bearer.undefined", "the word 'undefined'")]
    [InlineData("bearer.null", "the word 'null'")]
    [InlineData("bearer.Bearer", "it begins with 'Bearer'")]
    [InlineData("bearer.ab%2Bcd", "URL-encoded once too often")]
    [InlineData("bearer.ab/cd", "holds '/', which is illegal there")]
    [InlineData("bearer.abcd==", "holds '=', which is illegal there")]
    [InlineData("bearer.\"quoted\"", "wrapped in quotes")]
    [InlineData("bearer.a b", "white space")]
    [InlineData("bearer.a\u00a0b", "white space")]
    [InlineData("bearer.a:b", "a character that is illegal there")]
    [InlineData("bearer.a(b", "a character that is illegal there")]
    [InlineData("bearer.ab\u00e9", "a character that is illegal there")]
    [InlineData("ticket.", "it is empty")]
    [InlineData("ticket.undefined", "the word 'undefined'")]
    public async Task A_damaged_credential_is_malformed_and_not_absent(string header, string detail)
    {
        var decision = await DecideAsync("chat, " + header, TokenKind.SharedSecret, TokenKind.Jwt);

        decision.ShouldBeRefused("credential_malformed", detail);
        Assert.Contains("In the sub-protocol", decision.Refusal!.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_that_differ_are_a_conflict_with_one_another_and_with_other_locations()
    {
        var (token, other) = (_host.SignJwt(), _host.SignJwt("""{"sub":"u2","exp":@+300}"""));

        (await DecideAsync($"bearer.{token}, bearer.{other}")).ShouldBeRefused("credential_conflict");
        (await DecideAsync($"bearer.{token}, ticket.{other}")).ShouldBeRefused("credential_conflict");
        (await _host.DecideAsync(PresentedRequest.Bearer(other).WithHeader(Header, "bearer." + token))).ShouldBeRefused(
            "credential_conflict"
        );
        (
            await _host.DecideAsync(
                new PresentedRequest().WithHeader(Header, "bearer." + token).WithQuery("access_token", other)
            )
        ).ShouldBeRefused("credential_conflict");
        Assert.True(
            (await _host.DecideAsync(PresentedRequest.Bearer(token).WithHeader(Header, "bearer." + token))).IsAccepted
        );
    }

    [Fact]
    public async Task What_stands_as_a_ticket_is_taken_for_a_ticket_only()
    {
        (await DecideAsync($"ticket.{_host.SignJwt()}")).ShouldBeRefused(
            "credential_kind_refused",
            "stands where only a ticket may"
        );
        (await DecideAsync($"ticket.{_host.SignJwt()}, bearer.{LeakWatch.Protect("opaque-1234567")}")).ShouldBeRefused(
            "credential_conflict"
        );
    }

    [Fact]
    public async Task A_browser_has_to_offer_another_one_too()
    {
        var token = _host.SignJwt();
        foreach (var only in new[] { $"bearer.{token}", $"bearer.{token}, bearer.{token}", $"bearer.{token}, {token}" })
        {
            (await FromPageAsync(only)).ShouldBeRefused("subprotocol_missing");
        }

        Assert.True((await FromPageAsync($"chat, bearer.{token}")).IsAccepted);
        Assert.True((await DecideAsync($"bearer.{token}")).IsAccepted);
    }

    [Fact]
    public async Task One_that_is_too_long_is_named() =>
        (await DecideAsync("bearer." + new string('a', 8193))).ShouldBeRefused(
            "credential_too_large",
            "8192 may stand in the sub-protocol"
        );

    [Theory]
    [InlineData("base64url.bearer.authorization.k8s.io.{1}, chat", "The Kubernetes-style sub-protocol", "a JWT")]
    [InlineData("access_token, {0}", "A sub-protocol without 'bearer.' before it", "a JWT")]
    public async Task Other_ways_to_put_one_there_are_named(string header, string place, string shape)
    {
        var token = _host.SignJwt();
        var encoded = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.ASCII.GetBytes(token));

        var decision = await DecideAsync(string.Format(null, header, token, encoded));

        decision.ShouldBeRefused(
            "credential_misplaced",
            $"{place} is not read here, and holds what looks like {shape}"
        );
        Assert.Contains("bearer.<token>", decision.Refusal!.EffectiveFix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_endpoint_does_not_read_it_it_is_misplaced()
    {
        var decision = await _host.DecideAsync(
            new PresentedRequest().WithHeader(Header, "bearer." + _host.SignJwt()),
            HandshakeRequirements.JwtInHeader
        );

        decision.ShouldBeRefused(
            "credential_misplaced",
            "The sub-protocol is not read here, and holds what looks like a JWT"
        );
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("graphql-transport-ws, v10.stomp")]
    [InlineData("bearer, ticket")]
    public async Task Other_sub_protocols_are_no_credential(string header) =>
        (await DecideAsync(header)).ShouldBeRefused("credential_missing");

    public void Dispose() => _host.Dispose();

    private Task<HandshakeDecision> DecideAsync(string header, params TokenKind[] kinds) =>
        _host.DecideAsync(new PresentedRequest().WithHeader(Header, header), kinds);

    private Task<HandshakeDecision> FromPageAsync(string header) =>
        _host.DecideAsync(
            new PresentedRequest().WithHeader(Header, header).WithHeader("Origin", "https://app.example")
        );
}
