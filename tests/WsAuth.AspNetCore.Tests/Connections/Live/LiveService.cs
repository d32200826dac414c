using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A service whose clock stands still, and that remembers how each of its handlers ended.</summary>
internal sealed class LiveService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestVariables _variables = new()
    {
        ["JWT_SECRET_KEY"] = TestSecrets.Hex(),
        ["EDGE_SECRET"] = TestSecrets.Hex(),
    };

    private readonly TaskCompletionSource<Exception?> _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ManualTimeProvider Clock { get; init; } = new();

    public Dictionary<string, string?> Settings { get; } = [];

    public Action<WebApplication>? Map { get; init; }

    public Action<WebApplicationBuilder>? Configure { get; init; }

    /// <summary>The service behind the door; echoes where it is null.</summary>
    public RequestDelegate? Handler { get; init; }

    /// <summary>How the first handler ended: null where it returned.</summary>
    public Task<Exception?> Left => _left.Task.WaitAsync(Patience);

    public Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                Map?.Invoke(app);
                var handler = Handler ?? EchoEndpoint.RunAsync;
                app.Map("/ws", context => RunAsync(context, handler))
                    .RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket, TokenKind.EdgeToken, TokenKind.SharedSecret);
                app.Map("/first", context => RunAsync(context, handler))
                    .RequireWsAuth(options =>
                    {
                        options.Kinds = [TokenKind.Jwt];
                        options.FirstMessage = true;
                    });
            },
            Settings,
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                Configure?.Invoke(builder);
            },
            clock: Clock,
            variables: _variables
        );

    /// <summary>Reads until the close, and answers its code and text; null where the connection broke instead.</summary>
    public static async Task<(int Code, string? Text)?> ReadCloseAsync(WebSocket socket)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            while (
                (await socket.ReceiveAsync(new byte[4096].AsMemory(), limit.Token)).MessageType
                != WebSocketMessageType.Close
            ) { }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            return ((int)socket.CloseStatus!.Value, socket.CloseStatusDescription);
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    public static void WaitUntil(Func<bool> isSo, string otherwise) =>
        Assert.True(SpinWait.SpinUntil(isSo, Patience), otherwise);

    public static void WaitUntilEmpty(KestrelHost host)
    {
        var registry = host.Services.GetRequiredService<ConnectionRegistry>();
        WaitUntil(() => registry.Count == 0, $"{registry.Count} connections are left in the registry.");
    }

    public static void WaitForConnections(KestrelHost host, int count)
    {
        var registry = host.Services.GetRequiredService<ConnectionRegistry>();
        WaitUntil(() => registry.Count == count, $"{registry.Count} connections are in the registry, not {count}.");
    }

    public static void WaitUntilEnding(KestrelHost host)
    {
        var registry = host.Services.GetRequiredService<ConnectionRegistry>();
        WaitUntil(() => registry.List().TrueForAll(IsInItsGrace), "Nobody ended the socket.");

        static bool IsInItsGrace(LiveConnection connection) =>
            connection
                is { IsEnding: true, Place: >= 0, EndsAt: long.MaxValue }
                    and ({ Socket: null } or { Socket.State: not WebSocketState.Open });
    }

    private async Task RunAsync(HttpContext context, RequestDelegate handler)
    {
        try
        {
            await handler(context);
            _left.TrySetResult(null);
        }
        catch (Exception exception)
        {
            _left.TrySetResult(exception);
            throw;
        }
    }
}
