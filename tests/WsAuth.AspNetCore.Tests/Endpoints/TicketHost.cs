using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WsAuth.Testing;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>A service that issues tickets at <c>/auth/ws-ticket</c> and takes them at <c>/ws</c>.</summary>
internal static class TicketHost
{
    private static readonly HttpClient Client = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
        }
    );

    public static Task<KestrelHost> StartAsync(
        Action<WebApplication>? before = null,
        IDictionary<string, string?>? settings = null,
        Action<WebApplicationBuilder>? configure = null,
        ManualTimeProvider? clock = null,
        RequestDelegate? handler = null
    ) =>
        KestrelHost.StartAsync(
            app =>
            {
                before?.Invoke(app);
                app.UseWebSockets();
                app.Map("/ws", handler ?? EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
                app.MapWsAuthTickets("/auth/ws-ticket");
            },
            settings,
            configure: configure,
            clock: clock,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

    /// <summary>Asks for a ticket; answers status, headers and the JSON of the answer.</summary>
    public static async Task<TicketAnswer> AskForTicketAsync(
        this KestrelHost host,
        string? token,
        string? body = null,
        string at = "/auth/ws-ticket",
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Http(at));
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var json = text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            LeakWatch.ProtectToken(json.GetProperty("ticket").GetString()!);
        }
        else
        {
            LeakWatch.Observe(text);
        }

        return new TicketAnswer(
            (int)answer.StatusCode,
            json,
            answer.Headers.TryGetValues("X-WsAuth-Reason", out var reason) ? reason.Single() : null,
            answer.Headers.CacheControl?.ToString(),
            answer.Headers.RetryAfter?.Delta
        );
    }
}

/// <summary>What the ticket endpoint answered.</summary>
internal sealed record TicketAnswer(
    int Status,
    JsonElement Json,
    string? Reason,
    string? CacheControl,
    TimeSpan? RetryAfter
)
{
    public string Ticket => Json.GetProperty("ticket").GetString()!;

    public string Path => Json.GetProperty("path").GetString()!;

    public override string ToString() => $"{Status} {Reason}";
}
