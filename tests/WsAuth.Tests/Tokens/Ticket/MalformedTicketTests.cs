using WsAuth.Reasons;
using WsAuth.Tests.Handshake;
using Xunit;

namespace WsAuth.Tests.Tokens.Ticket;

/// <summary>Tickets that the holder of the key could write, and those of whoever does not hold it.</summary>
public sealed class MalformedTicketTests : IDisposable
{
    private const string Rest = "\"iat\":@+0,\"exp\":@+30,\"aud\":\"/ws\",\"ins\":\"i\"";

    // A shared store: whatever instance signed it, the content alone decides.
    private readonly TicketDesk _desk;

    public MalformedTicketTests() =>
        _desk = new TicketDesk(new SharedStore(new Testing.ManualTimeProvider()), TicketDesk.ConfiguredSecret);

    [Theory]
    [InlineData("claim_missing", "{\"jti\":\"1\"," + Rest + "}", "without sub")]
    [InlineData("claim_missing", "{\"sub\":\"\",\"jti\":\"1\"," + Rest + "}", "without sub")]
    [InlineData("claim_missing", "{\"sub\":\"u1\"," + Rest + "}", "without jti")]
    [InlineData("claim_missing", "{\"sub\":\"u1\",\"jti\":\"\"," + Rest + "}", "without jti")]
    [InlineData("claim_missing", """{"sub":"u1","jti":"1","iat":@+0,"aud":"/ws","ins":"i"}""", "without exp")]
    [InlineData("claim_missing", """{"sub":"u1","jti":"1","exp":@+30,"aud":"/ws","ins":"i"}""", "without iat")]
    [InlineData("claim_missing", """{"sub":"u1","jti":"1","iat":@+0,"exp":@+30,"ins":"i"}""", "without aud")]
    [InlineData("claim_missing", """{"sub":"u1","jti":"1","iat":@+0,"exp":@+30,"aud":"/ws"}""", "without ins")]
    [InlineData("token_malformed", "{\"sub\":1,\"jti\":\"1\"," + Rest + "}", "sub")]
    [InlineData("token_malformed", "{\"sub\":\"u1\",\"jti\":1," + Rest + "}", "Its jti is no string")]
    [InlineData("token_malformed", "{\"sub\":\"u1\",\"jti\":null," + Rest + "}", "Its jti is no string")]
    [InlineData("token_malformed", "{\"sub\":\"u1\",\"jti\":\"1\",\"jti\":\"2\"," + Rest + "}", "twice")]
    [InlineData("token_malformed", "{\"sub\":\"u1\",\"jti\":\"1\",\"\\u006ati\":\"2\"," + Rest + "}", "twice")]
    [InlineData("token_malformed", "{\"sub\":\"u1\",\"jti\":\"\\ud800\"," + Rest + "}", "JSON")]
    [InlineData(
        "token_malformed",
        """{"sub":"u1","jti":"1","iat":@+0,"exp":@+30,"aud":["/ws"],"ins":"i"}""",
        "Its aud is no string"
    )]
    [InlineData(
        "token_malformed",
        """{"sub":"u1","jti":"1","iat":@+0,"exp":@+30,"aud":["/ws","/admin"],"ins":"i"}""",
        "Its aud is no string"
    )]
    [InlineData(
        "token_malformed",
        """{"sub":"u1","jti":"1","iat":@+0,"exp":@+30,"aud":"/ws","ins":7}""",
        "Its ins is no string"
    )]
    [InlineData("token_malformed", """{"sub":"u1","jti":"1","iat":@+0,"exp":"@+30","aud":"/ws","ins":"i"}""", "exp")]
    [InlineData("token_malformed", """{"sub":"u1","jti":"1","iat":-1,"exp":@+30,"aud":"/ws","ins":"i"}""", "iat")]
    [InlineData("token_malformed", """{"sub":"u1","jti":"1","iat":@+0,"exp":1e400,"aud":"/ws","ins":"i"}""", "exp")]
    [InlineData(
        "token_malformed",
        "{\"sub\":\"u1\",\"jti\":\"1\",\"origin\":true," + Rest + "}",
        "Its origin is no string"
    )]
    [InlineData(
        "token_malformed",
        "{\"sub\":\"u1\",\"jti\":\"1\",\"sxp\":\"1\"," + Rest + "}",
        "Its sxp is no whole NumericDate"
    )]
    [InlineData(
        "token_malformed",
        "{\"sub\":\"u1\",\"jti\":\"1\",\"sxp\":99999999999999," + Rest + "}",
        "Its sxp is no whole NumericDate"
    )]
    [InlineData(
        "token_malformed",
        "{\"sub\":\"u1\",\"jti\":\"1\",\"siat\":1e5," + Rest + "}",
        "Its siat is no whole NumericDate"
    )]
    [InlineData(
        "token_malformed",
        """{"sub":"u1","jti":"1","iat":@+0,"exp":@+601,"aud":"/ws","ins":"i"}""",
        "It would be good for 601 s"
    )]
    [InlineData("token_malformed", """["u1"]""", "JSON object")]
    [InlineData(
        "token_not_yet_valid",
        """{"sub":"u1","jti":"1","iat":@+31,"exp":@+60,"aud":"/ws","ins":"i"}""",
        "31 s ahead"
    )]
    [InlineData(
        "token_expired",
        """{"sub":"u1","jti":"1","iat":@-60,"exp":@+0,"aud":"/ws","ins":"i"}""",
        "expired 0 s ago"
    )]
    [InlineData("token_expired", "{\"sub\":\"u1\",\"jti\":\"1\",\"sxp\":@+0," + Rest + "}", "The session")]
    [InlineData("ticket_other_path", """{"sub":"u1","jti":"1","iat":@+0,"exp":@+30,"aud":"","ins":"i"}""", "It is for")]
    public async Task An_authentic_one_is_refused_for_its_content(string reason, string payload, string explanation)
    {
        var decision = await _desk.RedeemAsync(_desk.Sign(payload));

        decision.ShouldBeRefused(reason, explanation);
        Assert.NotNull(decision.Key);
        Assert.NotEqual("credential_malformed", decision.Refusal!.Reason.WireClass);
    }

    [Fact]
    public async Task An_id_longer_than_any_is_refused()
    {
        var payload = "{\"sub\":\"u1\",\"jti\":\"" + new string('x', 129) + "\"," + Rest + "}";

        (await _desk.RedeemAsync(_desk.Sign(payload))).ShouldBeRefused("token_malformed", "128 are allowed");
    }

    [Theory]
    [InlineData("algorithm_refused", """{"alg":"none","typ":"ws-ticket+jwt"}""")]
    [InlineData("algorithm_refused", """{"alg":"NONE","typ":"ws-ticket+jwt"}""")]
    [InlineData("algorithm_refused", """{"alg":"hs256","typ":"ws-ticket+jwt"}""")]
    [InlineData("algorithm_refused", """{"alg":"HS512","typ":"ws-ticket+jwt"}""")]
    [InlineData("algorithm_refused", """{"alg":"RS256","typ":"ws-ticket+jwt"}""")]
    [InlineData("token_malformed", """{"alg":"HS256","typ":"ws-ticket+jwt","crit":["x"]}""")]
    [InlineData("token_malformed", """{"alg":"HS256","typ":"ws-ticket+jwt","b64":false}""")]
    [InlineData("token_malformed", """{"alg":"HS256","typ":"ws-ticket+jwt","typ":"JWT"}""")]
    [InlineData("token_malformed", """{"alg":"HS256","typ":["ws-ticket+jwt"]}""")]
    [InlineData("token_malformed", """{"alg":"HS256","typ":"ws-ticket+jwt","kid":1}""")]
    [InlineData("token_malformed", """{"typ":"ws-ticket+jwt","x":"............"}""")]
    [InlineData("key_unknown", """{"alg":"HS256","typ":"ws-ticket+jwt","kid":"fp:000000000000"}""")]
    [InlineData("type_refused", """{"alg":"HS256","typ":"JWT","cty":"ws-ticket+jwt"}""")]
    [InlineData("type_refused", """{"alg":"HS256","cty":"ws-ticket+jwt","x":"......"}""")]
    [InlineData("type_refused", """{"alg":"HS256","typ":"x-ws-ticket+jwt"}""")]
    [InlineData("type_refused", """{"alg":"HS256","typ":"ws-ticket+jwt "}""")]
    public async Task Its_header_is_held_to_the_letter(string reason, string header)
    {
        (await _desk.RedeemAsync(_desk.Sign(header: header))).ShouldBeRefused(reason);
    }

    [Theory]
    [InlineData("""{"alg":"HS256","typ":"ws-ticket+jwt"}""")]
    [InlineData("""{"alg":"HS256","typ":"application/ws-ticket+jwt"}""")]
    [InlineData("""{"alg":"HS256","typ":"ws-ticket+jwt","kid":"of-another-stack"}""")]
    public async Task What_another_stack_signs_with_the_configured_secret_is_a_ticket(string header) =>
        Assert.True((await _desk.RedeemAsync(_desk.Sign(header: header))).IsAccepted);

    [Fact]
    public async Task Every_changed_character_is_noticed_and_uses_nothing_up()
    {
        var ticket = _desk.Sign();
        for (var i = 0; i < ticket.Length; i++)
        {
            var changed = ticket[..i] + (ticket[i] == 'A' ? 'B' : 'A') + ticket[(i + 1)..];

            Assert.False((await _desk.RedeemAsync(changed)).IsAccepted, $"position {i}");
        }

        Assert.True((await _desk.RedeemAsync(ticket)).IsAccepted);
    }

    [Fact]
    public async Task Every_beginning_of_one_is_refused()
    {
        var ticket = _desk.Sign();
        for (var length = 0; length < ticket.Length; length++)
        {
            Assert.False((await _desk.RedeemAsync(ticket[..length])).IsAccepted, $"length {length}");
        }
    }

    [Theory]
    [InlineData("undefined", "credential_malformed")]
    [InlineData("", "credential_malformed")]
    [InlineData("Bearer x", "credential_malformed")]
    [InlineData("3f2504e0-4f89-41d3-9a0c-0305e82c3301", "credential_kind_refused")]
    [InlineData("session_4711", "credential_kind_refused")]
    [InlineData("opaque", "credential_kind_refused")]
    public async Task What_is_no_ticket_at_all_is_called_what_it_looks_like(string value, string reason) =>
        (await _desk.RedeemAsync(value)).ShouldBeRefused(reason);

    [Fact]
    public async Task More_than_four_KiB_are_not_looked_at()
    {
        var long1 = _desk.Sign(TicketDesk.Payload[..^1] + ",\"x\":\"" + new string('x', 4000) + "\"}");

        (await _desk.RedeemAsync(long1)).ShouldBeRefused(
            "credential_too_large",
            "4096 may stand in the query parameter ticket"
        );
        (await _desk.RedeemAsync(PresentedRequest.Bearer(long1))).ShouldBeRefused(
            "credential_too_large",
            "a ticket may have 4096"
        );
    }

    [Fact]
    public void Out_of_place_the_client_is_told_to_fetch_a_new_one() =>
        Assert.All(
            [ReasonCatalogue.TicketUsed, ReasonCatalogue.TicketOtherPath, ReasonCatalogue.TicketOtherInstance],
            reason => Assert.Equal((reason.Code, RetryAdvice.RefreshCredential), (reason.WireClass, reason.Retry))
        );

    public void Dispose() => _desk.Dispose();
}
