using Microsoft.AspNetCore.Builder;
using WsAuth.Client.Diagnosis;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using static WsAuth.Client.Tests.Diagnosis.DiagnosedHost;
using static WsAuth.Client.Tests.Diagnosis.DiagnosisExpectations;

namespace WsAuth.Client.Tests.Diagnosis;

/// <summary>A server that serves what it knows of attempts is asked for the one that was refused.</summary>
public sealed class AttemptInquiryTests
{
    [Theory]
    [InlineData("/ws-auth")]
    [InlineData("/ws-auth/")]
    [InlineData("/ws-auth/attempts")]
    [InlineData("/ws-auth/attempts/")]
    public async Task The_folder_of_the_attempts_is_found_whether_it_is_named_or_not(string path)
    {
        await using var host = await StartAsync("Development", refusal: "Close", more: Serve);
        await using var other = await StartAsync();

        var diagnosis = await DiagnoseAsync(
            host.WebSocket("/all"),
            options =>
            {
                options.SetCredential(Mint(other));
                options.AttemptsBase = host.Http(path);
            }
        );

        Assert.StartsWith("The token names a key that is not held here.", diagnosis.Verdict, StringComparison.Ordinal);
        Assert.Equal((4401, HandshakePhase.AfterUpgrade), (diagnosis.CloseCode, diagnosis.Phase));
        Assert.Contains("the server's exact reason: key_unknown", diagnosis.Evidence);
        Assert.Equal(StepOutcome.Passed, diagnosis.Step("attempt"));
        Assert.Contains(diagnosis.AttemptId!, host.Logs.Handshakes.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_that_took_all_headers_away_is_asked_for_by_the_diagnosis_own_id()
    {
        await using var host = await StartAsync("Development", more: Serve);

        var diagnosis = await DiagnoseAsync(
            host.WebSocket("/throws"),
            options =>
            {
                options.SetCredential(Mint(host));
                options.AttemptsBase = host.Http("/ws-auth");
            }
        );

        Assert.Equal((500, "refused_elsewhere"), (diagnosis.Status, diagnosis.Reason));
        Assert.Contains("the server's exact reason: handler_failed", diagnosis.Evidence);
        Assert.Contains(
            host.Logs.Handshakes,
            line =>
                line.Message.Contains("handler_failed", StringComparison.Ordinal)
                && line.Message.Contains(diagnosis.AttemptId!, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_own_id_is_shown_and_is_not_sent_with_the_plain_get()
    {
        await using var server = new ScriptedServer(ForeignAnswers.Answer("404 Not Found"));

        var diagnosis = await DiagnoseAsync(server.Url());

        var sent = server.Requests[0].Split("\r\nX-WsAuth-Attempt: ")[1][..32];
        Assert.Equal(
            $"{sent} was sent; a server with this library can be asked for it",
            Assert.Single(diagnosis.Steps, step => step.Name == "attempt").Seen
        );
        Assert.Null(diagnosis.AttemptId);
        Assert.DoesNotContain("X-WsAuth-Attempt", server.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_the_caller_chose_is_the_own_one()
    {
        await using var server = new ScriptedServer(ForeignAnswers.Answer("404 Not Found"));
        var id = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());

        await DiagnoseAsync(
            server.Url(),
            options =>
            {
                options.Headers["X-WsAuth-Attempt"] = id;
                options.AttemptsBase = new Uri($"http://127.0.0.1:{server.Url().Port}/ws-auth");
            }
        );
        await DiagnoseAsync(server.Url($"/ws?wsauth_attempt={id}"));

        Assert.Equal(2, server.Requests[0].Split("X-WsAuth-Attempt").Length);
        Assert.StartsWith($"GET /ws-auth/attempts/{id} HTTP/1.1", server.Requests[1], StringComparison.Ordinal);
        Assert.DoesNotContain("X-WsAuth-Attempt", server.Requests[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_is_told_the_class()
    {
        await using var host = await StartAsync(refusal: "Close", more: Serve);
        await using var other = await StartAsync();

        var diagnosis = await DiagnoseAsync(
            host.WebSocket("/all"),
            options =>
            {
                options.SetCredential(Mint(other));
                options.AttemptsBase = host.Http("/ws-auth");
            }
        );

        diagnosis.Fails(HandshakePhase.AfterUpgrade, "The credential is not valid here.");
        Assert.Contains("the server tells the class of its reason only: credential_invalid", diagnosis.Evidence);
        Assert.Contains($"GET …/attempts/{diagnosis.AttemptId}", diagnosis.Fix, StringComparison.Ordinal);
    }

    private static void Serve(WebApplication app)
    {
        app.MapWsAuthDiagnostics("/ws-auth");
        app.Map(
                "/throws",
                () =>
                {
                    throw new InvalidOperationException("out of order");
                }
            )
            .RequireWsAuth(TokenKind.Jwt);
    }
}
