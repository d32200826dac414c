using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using WsAuth.Client.Diagnosis;
using WsAuth.Testing;
using WsAuth.Testing.Proxies;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Incidents;

/// <summary>
/// Outage 4, the client: its code waits for another exception than comes, and so says nothing of the answer. Whichever was caught, bare or wrapped, with the socket at
/// hand or without, the diagnosis names the phase.
/// </summary>
public sealed class Incident4ExceptionTests
{
    [NginxFact]
    public async Task A_refused_credential_is_a_matter_of_authentication()
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);

        var (thrown, diagnosis) = await ClientsView.CatchAsync(nginx.WebSocket("/ws"), host.MintJwt()[..^4] + "AAAA");

        Assert.IsType<WebSocketException>(thrown);
        diagnosis.AssertCredentialInvalid();
        host.LineOf(diagnosis.AttemptId).AssertSays("refused: signature_mismatch at /ws by WsAuth; ");
        AssertWrapped(thrown, HandshakePhase.HttpAuthentication, 401);
    }

    [NginxFact]
    public async Task A_dropped_upgrade_is_a_matter_of_the_protocol()
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartBareAsync(host);

        var (thrown, diagnosis) = await ClientsView.CatchAsync(nginx.WebSocket("/ws"), host.MintJwt());

        Assert.IsType<WebSocketException>(thrown);
        Assert.Equal(
            (HandshakePhase.ProtocolNegotiation, 426, "upgrade_missing"),
            (diagnosis.Phase, diagnosis.Status, diagnosis.Reason)
        );
        host.LineOf(diagnosis.AttemptId).AssertSays("refused: upgrade_missing at /ws by WsAuth; ");
        AssertWrapped(thrown, HandshakePhase.ProtocolNegotiation, 426);
    }

    [NginxTheory]
    [InlineData("/nowhere", 404, "There is no WebSocket at /nowhere.")]
    [InlineData("/throws", 500, "The application failed before it accepted the socket (500).")]
    public async Task An_answer_of_somebody_else_is_judged_by_itself(string path, int status, string verdict)
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);

        var (thrown, diagnosis) = await ClientsView.CatchAsync(nginx.WebSocket(path), host.MintJwt());

        Assert.Equal(
            (HandshakePhase.ProtocolNegotiation, status, verdict),
            (diagnosis.Phase, diagnosis.Status, diagnosis.Verdict)
        );
        AssertWrapped(thrown, HandshakePhase.ProtocolNegotiation, status);
    }

    [NginxFact]
    public async Task A_service_that_is_not_there_is_a_matter_of_the_gateway()
    {
        await using var host = await StartAsync();
        await using var nginx = await FrontNginx.StartAsync(host);
        await host.App.StopAsync();

        var (_, diagnosis) = await ClientsView.CatchAsync(nginx.WebSocket("/ws"), "a-token");

        Assert.Equal((HandshakePhase.ProtocolNegotiation, 502), (diagnosis.Phase, diagnosis.Status));
        Assert.Contains("nginx", diagnosis.Verdict, StringComparison.OrdinalIgnoreCase);
    }

    [NginxFact]
    public async Task A_handshake_that_hangs_ends_with_the_callers_own_patience_and_is_told_so()
    {
        var arrived = new TaskCompletionSource();
        await using var host = await StartAsync(context =>
        {
            arrived.TrySetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var nginx = await FrontNginx.StartAsync(host);
        using var patience = new CancellationTokenSource();
        _ = arrived.Task.ContinueWith(_ => patience.Cancel(), TaskScheduler.Default);

        var (thrown, diagnosis) = await ClientsView.CatchAsync(
            nginx.WebSocket("/hangs"),
            host.MintJwt(),
            patience.Token
        );

        Assert.IsAssignableFrom<OperationCanceledException>(thrown);
        Assert.Equal("The attempt was cancelled, or its time ran out, before the server answered.", diagnosis.Verdict);
        Assert.Equal(
            diagnosis.Verdict,
            ClientsView.Observed(HandshakeDiagnosis.Of(new AggregateException(thrown))).Verdict
        );
    }

    // Task.Wait and Task.Result wrap, and so do layers of an application; the socket is often out of reach by then.
    private static void AssertWrapped(Exception thrown, HandshakePhase phase, int status)
    {
        Exception[] caught =
        [
            thrown,
            new AggregateException(thrown),
            new InvalidOperationException("The connection could not be made.", new AggregateException(thrown)),
        ];
        Assert.All(
            caught.Select(it => ClientsView.Observed(HandshakeDiagnosis.Of(it))),
            diagnosis => Assert.Equal((phase, status), (diagnosis.Phase, diagnosis.Status))
        );
    }

    private static Task<KestrelHost> StartAsync(RequestDelegate? hanging = null) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.Map("/throws", ThrowAsync).RequireWsAuth(TokenKind.Jwt);
                app.Map("/hangs", hanging ?? EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

    private static Task ThrowAsync(HttpContext context) => throw new InvalidOperationException("Before the accept.");
}
