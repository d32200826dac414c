using System.Text;
using WsAuth.Handshake;
using WsAuth.Testing;
using WsAuth.Tests.Handshake;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Tokens.EdgeToken;

/// <summary>The rules of an edge token: who is let in, until when, and what is refused after the signature.</summary>
public sealed class EdgeTokenTests : IDisposable
{
    private const string Agent = "edge_15551234567";

    private readonly CoreHost _host = new();

    private long Now => _host.Clock.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    public async Task The_published_vector_is_accepted()
    {
        // The secret of the vector is public: 0123456789abcdef four times, used as text.
        _host.Variables["EDGE_SECRET"] = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));
        _host.Clock.StepWallClock(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000) - _host.Clock.GetUtcNow());
        const string Token =
            "ZWRnZV8xNTU1MTIzNDU2NzorMTU1NTEyMzQ1Njc6MTcwMDAwMDAwMDpmNTg1YmM0ZTVjMmU2NWY0MGI1MjlhOTk1YmMyMmU1MDgyOTEzOGZkYTJlOGNkZTRlMThhMzZiMGU1YmJiODY3";

        var decision = await DecideAsync(Token);

        Assert.True(decision.IsAccepted, decision.Refusal?.Explanation);
        Assert.Equal((Agent, false), (decision.Subject, decision.IsSubjectClaimed));
        Assert.Equal("+15551234567", decision.Claims!.Find("user_phone"));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_086_400), decision.SessionEnd);
    }

    [Fact]
    public async Task A_key_decoded_from_hex_is_another_key()
    {
        var message = Encoding.UTF8.GetBytes($"{Agent}:+1:{Now}");

        var decision = await DecideAsync(HandmadeEdgeToken.Sign(message, Convert.FromHexString(_host.EdgeSecret)));

        decision.ShouldBeRefused("signature_mismatch", "hexadecimal digits are not decoded");
    }

    [Theory]
    [InlineData("standard, padded")]
    [InlineData("standard, unpadded")]
    [InlineData("URL-safe, padded")]
    [InlineData("URL-safe, unpadded")]
    public async Task Either_alphabet_padded_or_not_is_accepted(string form)
    {
        // Characters that need '+' and '/' in base64.
        var token = HandmadeEdgeToken.Sign($"edge?~¿ÿ>>>:+1:{Now}", _host.EdgeSecret);
        token = form.Contains("unpadded", StringComparison.Ordinal) ? token.TrimEnd('=') : token;
        token = form.StartsWith("URL", StringComparison.Ordinal) ? token.Replace('+', '-').Replace('/', '_') : token;

        Assert.True((await DecideAsync(token)).IsAccepted);
    }

    [Fact]
    public async Task The_signature_may_be_written_in_upper_case()
    {
        var token = Encoding.UTF8.GetString(
            Convert.FromBase64String(HandmadeEdgeToken.Sign($"{Agent}:+1:{Now}", _host.EdgeSecret))
        );
        var signature = token[(token.LastIndexOf(':') + 1)..];
        var upper = Convert.ToBase64String(
            Encoding.UTF8.GetBytes(token.Replace(signature, signature.ToUpperInvariant(), StringComparison.Ordinal))
        );

        Assert.True((await DecideAsync(upper)).IsAccepted);
    }

    [Theory]
    [InlineData(86_399, null)]
    [InlineData(86_400, "token_expired")]
    [InlineData(-30, null)]
    [InlineData(-31, "token_not_yet_valid")]
    public async Task It_is_accepted_for_a_day_and_never_early(long age, string? reason)
    {
        var decision = await DecideAsync(Token(time: Now - age));

        Assert.Equal(reason, decision.Refusal?.Reason.Code);
    }

    [Theory]
    [InlineData(Agent, null, null)]
    [InlineData(null, Agent, null)]
    [InlineData(Agent, Agent, null)]
    [InlineData("edge_2", null, "the request names \"edge_2\"")]
    [InlineData(null, "edge_2", "the request names \"edge_2\"")]
    [InlineData(Agent, "edge_2", "differ")]
    [InlineData("EDGE_15551234567", null, "the request names")]
    public async Task The_request_may_name_no_other_agent(string? inHeader, string? inQuery, string? explanation)
    {
        var request = PresentedRequest.Bearer(Token());
        _ = inHeader is null ? request : request.WithHeader("X-Edge-Agent-Id", inHeader);
        _ = inQuery is null ? request : request.WithQuery("edge_agent_id", inQuery);

        var decision = await _host.DecideAsync(request, TokenKind.EdgeToken);

        if (explanation is null)
        {
            Assert.True(decision.IsAccepted);
        }
        else
        {
            decision.ShouldBeRefused("subject_mismatch", explanation);
        }
    }

    [Fact]
    public async Task A_token_signed_with_another_secret_is_refused_with_the_fingerprint_in_force()
    {
        var decision = await DecideAsync(HandmadeEdgeToken.Sign($"{Agent}:+1:{Now}", TestSecrets.Hex()));

        decision.ShouldBeRefused(
            "signature_mismatch",
            $"in force in Production: {_host.Secrets.GetRing("edge").Current!.Fingerprint} from env:EDGE_SECRET"
        );
        Assert.Equal("credential_invalid", decision.Refusal!.Reason.WireClass);
    }

    [Fact]
    public async Task Every_changed_character_of_a_token_is_noticed()
    {
        var token = Token();
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];

            Assert.False((await DecideAsync(changed)).IsAccepted, $"position {i}");
        }
    }

    [Fact]
    public async Task Both_kinds_of_an_agent_stand_side_by_side_on_one_endpoint()
    {
        var byToken = await _host.DecideAsync(
            PresentedRequest.Bearer(Token()),
            TokenKind.SharedSecret,
            TokenKind.EdgeToken
        );
        var bySecret = await _host.DecideAsync(
            PresentedRequest.Bearer(_host.EdgeSecret),
            TokenKind.SharedSecret,
            TokenKind.EdgeToken
        );

        Assert.Equal((TokenKind.EdgeToken, TokenKind.SharedSecret), (byToken.Kind, bySecret.Kind));
    }

    [Fact]
    public async Task Without_a_secret_the_server_is_at_fault()
    {
        _host.Variables["EDGE_SECRET"] = null;

        (await DecideAsync(HandmadeEdgeToken.Sign($"{Agent}:+1:{Now}", TestSecrets.Hex()))).ShouldBeRefused(
            "secret_unavailable"
        );
    }

    public void Dispose() => _host.Dispose();

    private string Token(string agent = Agent, long? time = null) =>
        LeakWatch.Protect(HandmadeEdgeToken.Sign($"{agent}:+15551234567:{time ?? Now}", _host.EdgeSecret));

    private Task<HandshakeDecision> DecideAsync(string token) =>
        _host.DecideAsync(PresentedRequest.Bearer(token), TokenKind.EdgeToken);
}
