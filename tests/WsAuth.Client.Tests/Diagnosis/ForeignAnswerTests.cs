using System.Net;
using WsAuth.Client.Diagnosis;
using WsAuth.Testing;
using Xunit;
using static WsAuth.Client.Tests.Diagnosis.DiagnosisExpectations;
using static WsAuth.Client.Tests.Diagnosis.ForeignAnswers;

namespace WsAuth.Client.Tests.Diagnosis;

/// <summary>Answers of other servers, judged by what they show.</summary>
public sealed class ForeignAnswerTests
{
    public static TheoryData<string, string, HandshakePhase, string> OfNegotiation => Negotiation;

    public static TheoryData<string, string, HandshakePhase, string> OfWhoAsks => Refusals;

    [Theory]
    [MemberData(nameof(OfNegotiation))]
    [MemberData(nameof(OfWhoAsks))]
    public async Task An_answer_without_a_reason_is_judged_by_what_it_shows(
        string situation,
        string answer,
        HandshakePhase phase,
        string verdict
    )
    {
        Assert.NotEmpty(situation);
        await using var server = new ScriptedServer(answer);
        var url = server.Url();

        var diagnosis = await DiagnoseAsync(url);

        diagnosis.Fails(phase, verdict.Replace("PORT", $"{url.Port}", StringComparison.Ordinal));
        Assert.Equal(int.Parse(answer.Split(' ')[1]), diagnosis.Status);
        Assert.Null(diagnosis.Reason);
        Assert.Equal(StepOutcome.Failed, diagnosis.Step("HTTP answer"));
        Assert.Contains(
            diagnosis.Evidence,
            line => line.StartsWith($"answered: {diagnosis.Status}", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("invalid signature", "fingerprints")]
    [InlineData("Invalid audience", "audience")]
    [InlineData("jwt issuer invalid. expected: a", "issuer")]
    [InlineData("invalid algorithm", "algorithm")]
    [InlineData("jwt malformed", "no whole JWT")]
    [InlineData("jwt must be provided", "found no token where it looks")]
    [InlineData("secret or public key must be provided", "itself has no secret")]
    public async Task What_a_token_library_says_decides_over_what_to_change(string body, string fix)
    {
        await using var server = new ScriptedServer(Answer("401 Unauthorized", "Date: x\r\n", body));

        var diagnosis = await DiagnoseAsync(server.Url(), options => options.SetCredential(TestSecrets.Hex()));

        diagnosis.Fails(HandshakePhase.HttpAuthentication, $"The server says why: \"{body}\".");
        Assert.Contains(fix, diagnosis.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "undefined",
        "The credential was damaged before it was sent: it is the word 'undefined': the client's variable held no token."
    )]
    [InlineData(
        "Bearer x",
        "The credential was damaged before it was sent: the scheme stands twice ('Bearer Bearer')."
    )]
    public async Task A_damaged_credential_is_named(string credential, string verdict)
    {
        await using var server = new ScriptedServer(Answer("403 Forbidden", "Server: uvicorn\r\n"));

        var diagnosis = await DiagnoseAsync(
            server.Url(),
            options => options.Headers["Authorization"] = $"Bearer {credential}"
        );

        diagnosis.Fails(HandshakePhase.HttpAuthentication, verdict);
    }

    [Theory]
    [InlineData(
        "WWW-Authenticate: Basic realm=\"x\"\r\n",
        "The server asks for Basic, and an opaque value in the Authorization header was sent."
    )]
    [InlineData(
        "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n",
        "The server refuses the credential: \"Bearer error=\\\"invalid_token\\\"\"."
    )]
    [InlineData("WWW-Authenticate: Bearer\r\n", "The credential is refused without a reason.")]
    [InlineData(
        "Date: x\r\n",
        "The credential is refused by code that does not say why: the answer lacks the WWW-Authenticate that frameworks send."
    )]
    public async Task A_401_for_a_credential_is_judged_by_its_challenge(string headers, string verdict)
    {
        await using var server = new ScriptedServer(Answer("401 Unauthorized", headers));

        var diagnosis = await DiagnoseAsync(server.Url(), options => options.SetCredential(TestSecrets.Hex()));

        diagnosis.Fails(HandshakePhase.HttpAuthentication, verdict);
        Assert.Equal(StepOutcome.Failed, diagnosis.Step("authentication"));
    }

    [Theory]
    [InlineData("Origin not allowed", "The server does not allow the Origin that was sent.")]
    [InlineData("no", "The server refuses without a reason; with an Origin sent, that is what most servers refuse so.")]
    public async Task A_403_for_a_page_points_at_its_origin(string body, string verdict)
    {
        await using var server = new ScriptedServer(Answer("403 Forbidden", "", body));

        var diagnosis = await DiagnoseAsync(server.Url(), options => options.Origin = "https://app.example");

        diagnosis.Fails(HandshakePhase.HttpAuthentication, verdict);
        Assert.Contains("sent: Origin https://app.example", diagnosis.Evidence);
        Assert.Contains("\r\nOrigin: https://app.example\r\n", server.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_get_shows_that_the_upgrade_makes_a_difference_and_can_be_left_out()
    {
        await using var server = new ScriptedServer(
            (head, stream) =>
                ScriptedServer.WriteAsync(
                    stream,
                    head.Contains("Upgrade:", StringComparison.Ordinal) ? Answer("404 Not Found") : Answer("200 OK")
                )
        );

        var compared = await DiagnoseAsync(server.Url());
        var alone = await DiagnoseAsync(server.Url(), options => options.ComparesPlainGet = false);

        compared.Fails(HandshakePhase.ProtocolNegotiation, "There is no WebSocket at /ws.");
        Assert.Contains(
            "a plain GET of the same URL is answered 200, not 404: the upgrade makes a difference",
            compared.Evidence
        );
        Assert.Equal(StepOutcome.Skipped, alone.Step("plain GET"));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_chunked_page_and_interim_answers_are_read()
    {
        await using var server = new ScriptedServer(
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n<html><title>One\r\n10\r\n Page</title>....\r\n0\r\n\r\n"
        );

        var diagnosis = await DiagnoseAsync(server.Url());

        Assert.Equal(200, diagnosis.Status);
        Assert.Contains("page: \"One Page\"", diagnosis.Evidence);
    }

    [Fact]
    public async Task Cookies_headers_and_sub_protocols_are_sent()
    {
        await using var server = new ScriptedServer(Answer("404 Not Found"));
        var cookies = new CookieContainer();
        cookies.Add(new Cookie("sid", TestSecrets.Hex(), "/", "127.0.0.1"));

        await DiagnoseAsync(
            server.Url("/ws?room=1"),
            options =>
            {
                options.Cookies = cookies;
                options.Headers["X-Edge-Agent-Id"] = "edge1";
                options.SubProtocols.Add("chat.v1");
            }
        );

        Assert.StartsWith("GET /ws?room=1 HTTP/1.1\r\nHost: 127.0.0.1:", server.Requests[0], StringComparison.Ordinal);
        Assert.Contains("\r\nX-Edge-Agent-Id: edge1\r\nCookie: sid=", server.Requests[0], StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Protocol: chat.v1\r\n", server.Requests[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Sec-WebSocket", server.Requests[1], StringComparison.Ordinal);
    }
}
