using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Connections;

/// <summary>A service whose endpoints read the credential in the first message, under several policies, and tell who is calling.</summary>
internal sealed class FirstMessageService
{
    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };
    private readonly TaskCompletionSource<Exception> _thrown = new();

    public ManualTimeProvider Clock { get; } = new();

    /// <summary>What the first accept call that failed threw.</summary>
    public Task<Exception> Thrown => _thrown.Task;

    public Task<KestrelHost> StartAsync(params (string Name, string Value)[] settings) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/strict", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                TakeFirstMessage(app.Map("/first", TellAsync));
                TakeFirstMessage(app.Map("/early", TellAsync));
                TakeFirstMessage(app.Map("/policy", TellAsync)).RequireAuthorization("operators");
                var group = app.MapGroup("/group").RequireAuthorization("operators");
                TakeFirstMessage(group.Map("/policy", TellAsync));
                TakeFirstMessage(app.Map("/attribute", TellAsync)).WithMetadata(new OperatorsAttribute());
            },
            settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value),
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                builder
                    .Services.AddAuthorizationBuilder()
                    .AddPolicy("operators", policy => policy.RequireRole("operator"))
                    .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            },
            clock: Clock,
            variables: _variables
        );

    public static string Auth(string token) => $$"""{"action":"auth","token":"{{token}}"}""";

    public static Task SendAsync(WebSocket socket, string text, bool isLast = true) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, isLast, default);

    public static async Task<string?> ClosedAsync(WebSocket socket)
    {
        var received = await socket.ReceiveAsync(new byte[256], default);
        Assert.Equal(WebSocketMessageType.Close, received.MessageType);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        return socket.CloseStatusDescription;
    }

    private async Task TellAsync(HttpContext context)
    {
        var before = context.User.Identity?.IsAuthenticated == true || context.GetHandshakeDecision() is not null;
        WebSocket socket;
        try
        {
            socket = await context.WebSockets.AcceptWebSocketAsync();
        }
        catch (Exception exception)
        {
            _thrown.TrySetResult(exception);
            throw;
        }

        if (context.Request.Path == "/early")
        {
            await SendAsync(socket, before ? "somebody" : "nobody");
        }

        await socket.ReceiveAsync(new byte[64], context.RequestAborted);
        await SendAsync(socket, $"{context.User.Identity!.Name} {context.GetHandshakeDecision()!.Subject}");
    }

    private static IEndpointConventionBuilder TakeFirstMessage(IEndpointConventionBuilder builder) =>
        builder.RequireWsAuth(endpoint =>
        {
            endpoint.Kinds = [TokenKind.Jwt];
            endpoint.FirstMessage = true;
        });

    [AttributeUsage(AttributeTargets.All)]
    private sealed class OperatorsAttribute : Attribute, IAuthorizationRequirementData
    {
        public IEnumerable<IAuthorizationRequirement> GetRequirements() =>
            [new Microsoft.AspNetCore.Authorization.Infrastructure.RolesAuthorizationRequirement(["operator"])];
    }
}
