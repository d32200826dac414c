using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WsAuth.Testing;

namespace WsAuth.Client.Tests.Reconnecting;

/// <summary>A real server without WsAuth, whose answer to each handshake a test writes down; the last one stands for all that follow.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly KestrelHost _host;

    private ScriptedServer(KestrelHost host) => _host = host;

    public int Handshakes { get; private set; }

    public Uri Url => _host.WebSocket("/ws?room=blue");

    public static async Task<ScriptedServer> StartAsync(params Func<HttpContext, Task>[] answers)
    {
        ScriptedServer? server = null;
        var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", context => answers[Math.Min(server!.Handshakes++, answers.Length - 1)](context));
            },
            configure: _ => { }
        );
        return server = new ScriptedServer(host);
    }

    /// <summary>Opens the socket and closes it at once.</summary>
    public static Func<HttpContext, Task> Close(int code, string? text = null) =>
        async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.CloseAsync((WebSocketCloseStatus)code, text, context.RequestAborted);
        };

    /// <summary>Opens the socket, hears one message and breaks it off.</summary>
    public static async Task BreakOff(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.ReceiveAsync(new byte[256], context.RequestAborted);
        context.Abort();
    }

    /// <summary>Refuses over HTTP.</summary>
    public static Func<HttpContext, Task> Refuse(int status, params (string Name, string Value)[] headers) =>
        context =>
        {
            context.Response.StatusCode = status;
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            return Task.CompletedTask;
        };

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
