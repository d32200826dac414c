using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using WsAuth.Client;
using WsAuth.Secrets;

namespace Gateway;

/// <summary>Starts the server, makes accepted and refused handshakes against it, and prints what both sides saw of each.</summary>
internal static class Demo
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static void AddDemo(this WebApplicationBuilder builder)
    {
        // The demo prints the server's line beside the client's itself.
        builder.Services.AddSingleton<DecisionLog>();
        builder.Services.AddSingleton<ILoggerProvider>(services => services.GetRequiredService<DecisionLog>());
        builder.Logging.AddFilter<ConsoleLoggerProvider>("WsAuth.Handshake", LogLevel.None);
        builder.Logging.AddFilter<ConsoleLoggerProvider>("WsAuth.AspNetCore.Endpoints", LogLevel.Warning);
        builder.Logging.AddFilter<ConsoleLoggerProvider>("Gateway.Welcome", LogLevel.None);
        builder.Logging.AddFilter<ConsoleLoggerProvider>("Microsoft.Hosting.Lifetime", LogLevel.Warning);
    }

    public static async Task<int> RunAsync(WebApplication app, bool asJson)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception exception) when (exception is SecretConfigurationException or OptionsValidationException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }

        var failures = 0;
        var address = new Uri(
            app.Services.GetRequiredService<IServer>()
                .Features.GetRequiredFeature<IServerAddressesFeature>()
                .Addresses.First()
        );
        var log = app.Services.GetRequiredService<DecisionLog>();
        var page = new DemoPage(asJson);
        page.Open(address);
        var minter = TokenMinter.For(app.Services);
        var steps = Steps(minter).Concat(await TicketSteps.FetchAsync(minter, address));
        foreach (var step in steps)
        {
            failures += await TryAsync(step, address, log, page) ? 0 : 1;
        }

        using var limit = new CancellationTokenSource(Limit);
        failures += await AskedAttempt.TryAsync(address, log, page, limit.Token) ? 0 : 1;
        await app.StopAsync();
        page.Close(failures);
        return failures == 0 ? 0 : 1;
    }

    private static IEnumerable<Step> Steps(TokenMinter minter)
    {
        var matching = minter.Jwt("u1");
        yield return new("a matching JWT", "/ws", Bearer(matching), null);
        yield return new("no credential at all", "/ws", null, "credential_missing");
        yield return new("a JWT signed with another secret", "/ws", Bearer(ForeignMinter().Jwt("u1")), "key_unknown");
        yield return new(
            "a JWT that expired ten minutes ago",
            "/ws",
            Bearer(minter.Jwt("u1", jwt => jwt.Lifetime = TimeSpan.FromMinutes(-10))),
            "token_expired"
        );
        yield return new("a session id where a token belongs", "/ws", "Bearer session_4711", "credential_kind_refused");
        yield return new("a variable that held nothing", "/ws", "Bearer undefined", "credential_malformed");
        yield return new(
            "the token in a parameter that is not read",
            $"/ws?session_token={matching.DangerousGetText()}",
            null,
            "credential_misplaced"
        );
        yield return new(
            "a proxy that dropped Upgrade and Connection",
            "/ws",
            Bearer(matching),
            "upgrade_missing",
            IsStripped: true
        );
        yield return new(
            "the matching shared secret",
            "/edge/ws?edge_agent_id=edge_1",
            Bearer(minter.SharedSecret()),
            null
        );
        yield return new(
            "an edge token",
            "/edge/ws?edge_agent_id=edge_1",
            Bearer(minter.EdgeToken("edge_1", "+15551234567")),
            null
        );
        yield return new(
            "an edge token of another agent",
            "/edge/ws?edge_agent_id=edge_1",
            Bearer(minter.EdgeToken("edge_2")),
            "subject_mismatch"
        );
        yield return new(
            "another shared secret",
            "/edge/ws?edge_agent_id=edge_1",
            "Bearer " + RandomNumberGenerator.GetHexString(64, lowercase: true),
            "secret_mismatch"
        );
    }

    private static async Task<bool> TryAsync(Step step, Uri address, DecisionLog log, DemoPage page)
    {
        using var limit = new CancellationTokenSource(Limit);
        var seen = step.IsStripped
            ? await RequestAsync(step, address, limit.Token)
            : await ConnectAsync(step, address, limit.Token);
        var entry = await log.TakeAsync(limit.Token);
        var isExpected = step.Reason is null ? seen == "pong" : entry.Reason == step.Reason;
        page.Add(step.Name, isExpected, seen, entry.Message);
        return isExpected;
    }

    private static async Task<string> ConnectAsync(Step step, Uri address, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (step.Authorization is not null)
        {
            socket.Options.SetRequestHeader("Authorization", step.Authorization);
        }

        try
        {
            await socket.ConnectAsync(
                new UriBuilder(new Uri(address, step.Path)) { Scheme = "ws" }.Uri,
                cancellationToken
            );
            await socket.SendAsync(
                """{"type":"ping"}"""u8.ToArray(),
                WebSocketMessageType.Text,
                true,
                cancellationToken
            );
            var buffer = new byte[64];
            var received = await socket.ReceiveAsync(buffer, cancellationToken);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
            return Encoding.UTF8.GetString(buffer, 0, received.Count).Contains("pong", StringComparison.Ordinal)
                ? "pong"
                : "no pong";
        }
        catch (WebSocketException) when (socket.GetHandshakeRefusal() is { } refusal)
        {
            return $"{(int)refusal.Status} {refusal.Reason}, attempt {refusal.AttemptId}";
        }
    }

    // What arrives when a hop passes a handshake on as if it were any other request.
    private static async Task<string> RequestAsync(Step step, Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, step.Path));
        request.Headers.TryAddWithoutValidation("Authorization", step.Authorization);
        request.Headers.TryAddWithoutValidation(
            "Sec-WebSocket-Key",
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(16))
        );
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Via", "1.1 loadbalancer");
        using var response = await client.SendAsync(request, cancellationToken);
        return $"{(int)response.StatusCode} {string.Join(",", response.Headers.GetValues("X-WsAuth-Reason"))}, attempt {string.Join(",", response.Headers.GetValues("X-WsAuth-Attempt"))}";
    }

    private static TokenMinter ForeignMinter()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["WsAuth:Secrets:jwt:Order"] = "config:Other",
                    ["Other"] = RandomNumberGenerator.GetHexString(64),
                }
            )
            .Build();
        return TokenMinter.FromConfiguration(configuration, "Development");
    }

    private static string Bearer(MintedToken token) => token.ToAuthorizationHeader().ToString();

    /// <summary>One handshake of the demo; <see cref="Reason"/> is the expected one, null where it is accepted.</summary>
    internal sealed record Step(
        string Name,
        string Path,
        string? Authorization,
        string? Reason,
        bool IsStripped = false
    )
    {
        public override string ToString() => Name;
    }
}
