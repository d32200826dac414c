using WsAuth.Client.Diagnosis;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using static WsAuth.Client.Tests.Diagnosis.DiagnosisExpectations;
using static WsAuth.Client.Tests.Diagnosis.ForeignAnswers;

namespace WsAuth.Client.Tests.Diagnosis;

/// <summary>A token out of its time, and the clocks that may be to blame.</summary>
public sealed class TokenTimeTests
{
    [Theory]
    [InlineData("exp", -600, "The token has expired, 10 min ago by its own exp.")]
    [InlineData("nbf", 7200 + 1, "The token is not valid yet, for 2 h by its own nbf.")]
    public async Task A_token_that_is_out_of_its_time_is_named_by_its_own_claims(
        string claim,
        int seconds,
        string verdict
    )
    {
        var clock = new ManualTimeProvider();
        await using var server = new ScriptedServer(Answer("401 Unauthorized", $"Date: {clock.GetUtcNow():R}\r\n"));
        var token = HandmadeToken($"{{\"{claim}\":{clock.GetUtcNow().ToUnixTimeSeconds() + seconds}}}");

        var diagnosis = await DiagnoseAsync(server.Url(), options => With(options, token, clock));

        diagnosis.Fails(HandshakePhase.HttpAuthentication, verdict);
        Assert.Contains("sent: a JWT in the Authorization header", diagnosis.Evidence);
    }

    [Fact]
    public async Task The_servers_clock_decides_over_the_tokens_time_and_a_skew_is_evidence()
    {
        var clock = new ManualTimeProvider();
        await using var server = new ScriptedServer(
            Answer("403 Forbidden", $"Date: {clock.GetUtcNow().AddMinutes(10):R}\r\n")
        );
        var token = HandmadeToken($"{{\"exp\":{clock.GetUtcNow().ToUnixTimeSeconds() + 300}}}");

        var diagnosis = await DiagnoseAsync(server.Url(), options => With(options, token, clock));

        diagnosis.Fails(
            HandshakePhase.HttpAuthentication,
            "The token has expired, 5 min ago by its own exp; the server's clock is 10 min ahead of this machine's."
        );
        Assert.Equal(StepOutcome.Warned, diagnosis.Step("clock"));
        Assert.Equal(TimeSpan.FromMinutes(10), diagnosis.ClockOffset);
        Assert.Contains("the server's clock is 10 min ahead of this machine's", diagnosis.Evidence);
    }

    [Theory]
    [InlineData("jwt not active!", -10, "behind")]
    [InlineData("ExpiredSignatureError: Signature has expired", 10, "ahead of")]
    public async Task A_complaint_about_time_of_a_server_whose_clock_is_off_blames_the_clock(
        string body,
        int minutes,
        string direction
    )
    {
        var clock = new ManualTimeProvider();
        var date = clock.GetUtcNow().AddMinutes(minutes);
        await using var server = new ScriptedServer(Answer("401 Unauthorized", $"Date: {date:R}\r\n", body));

        var diagnosis = await DiagnoseAsync(
            server.Url(),
            options => With(options, HandmadeToken("{\"sub\":\"u1\"}"), clock)
        );

        diagnosis.Fails(
            HandshakePhase.HttpAuthentication,
            $"The server says why: \"{body}\"; the server's clock is 10 min {direction} this machine's, and so the clocks are the cause."
        );
        Assert.Contains("NTP", diagnosis.Fix, StringComparison.Ordinal);
    }

    internal static string HandmadeToken(string payload) =>
        LeakWatch.ProtectToken($"{Encode("{\"alg\":\"HS256\"}")}.{Encode(payload)}.{Encode(TestSecrets.Hex())}");

    private static void With(DiagnosisOptions options, string token, TimeProvider clock)
    {
        options.SetCredential(MintedToken.FromText(token, TokenKind.Jwt));
        options.Clock = clock;
    }

    private static string Encode(string text) =>
        System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(text));
}
