using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using WsAuth.AspNetCore.Registration;
using WsAuth.Testing;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>A service that takes JWTs at <c>/ws</c>, and can be asked why it refused.</summary>
internal static class DiagnosticsHost
{
    /// <summary>An id as a page makes one up.</summary>
    public static string NewId() => Guid.NewGuid().ToString("N");

    public static Task<KestrelHost> StartAsync(
        Action<WebApplication>? before = null,
        IDictionary<string, string?>? settings = null,
        string environment = "Production",
        Action<WebApplicationBuilder>? configure = null,
        ManualTimeProvider? clock = null,
        Action<WsAuthDiagnosticsOptions>? options = null,
        TestVariables? variables = null
    ) =>
        KestrelHost.StartAsync(
            app =>
            {
                before?.Invoke(app);
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.MapWsAuthDiagnostics(configure: options);
            },
            settings,
            environment,
            configure,
            clock,
            variables ?? new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

    /// <summary>A handshake that is refused for its signature; answers its attempt id when it is written down.</summary>
    public static async Task<string> RefuseAsync(this KestrelHost host, string path = "/ws")
    {
        var refusal = await host.ConnectInVainAsync(path, host.MintJwt()[..^4] + "AAAA");
        host.Settle();
        return refusal.AttemptId!;
    }

    /// <summary>Waits until what has left the pipeline is written down: a client has its answer a moment before.</summary>
    public static void Settle(this KestrelHost host) => _ = host.Logs.All;

    public static async Task<AttemptTold> AskAsync(
        this KestrelHost host,
        string id,
        string? token = null,
        params (string Name, string Value)[] headers
    )
    {
        using var answer = await host.Http($"/ws-auth/attempts/{id}").GetAsync(token, headers);
        return await ReadAsync(answer);
    }

    public static async Task<AttemptTold> ReadAsync(HttpResponseMessage answer)
    {
        answer.Headers.Date = null;
        var body = await answer.Content.ReadAsStringAsync();
        return new AttemptTold(answer.StatusCode, $"{answer}", body);
    }
}

/// <summary>What the endpoint answered.</summary>
internal sealed record AttemptTold(HttpStatusCode Status, string Head, string Body)
{
    public string? this[string member] =>
        JsonDocument.Parse(Body).RootElement.TryGetProperty(member, out var value) ? value.ToString() : null;

    public IEnumerable<string> Members =>
        JsonDocument.Parse(Body).RootElement.EnumerateObject().Select(member => member.Name);
}
