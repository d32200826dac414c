using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Interop;

/// <summary>The server of docs/signalr.md, whose code stands here, tells SignalR what it asks for.</summary>
public sealed class HubPageTests
{
    private const string EndOfRecord = "\u001e";

    [Theory]
    [InlineData("Http")]
    [InlineData("CloseForBrowsers")]
    public async Task The_hub_knows_the_caller_and_SignalR_when_to_end_what_is_no_socket(string refusal)
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets(); // so that the end of a session can be told
                app.MapHub<ChatHub>("/hub", options => options.Transports = HttpTransportType.WebSockets)
                    .RequireWsAuth(TokenKind.Jwt);
            },
            new Dictionary<string, string?> { ["WsAuth:Refusal"] = refusal },
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                builder.Services.AddSignalR();
            },
            clock: new ManualTimeProvider(),
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
        using var socket = await host.ConnectAsync("/hub", host.MintJwt("u7"));

        await socket.AskAsync("""{"protocol":"json","version":1}""" + EndOfRecord);
        var answer = await socket.AskAsync(
            """{"type":1,"invocationId":"1","target":"Describe","arguments":[]}""" + EndOfRecord
        );

        Assert.DoesNotContain(host.Logs.All, entry => entry.Id.Name == "HubTransportsOpen");
        Assert.Contains("\"result\":\"u7 until 12:05:00\"", answer, StringComparison.Ordinal);
    }

    internal sealed class ChatHub : Hub
    {
        // What CloseOnAuthenticationExpiration goes by.
        public string Describe() => $"{Context.UserIdentifier} until {FindEnd():HH:mm:ss}";

        private DateTimeOffset? FindEnd() =>
            Context
                .GetHttpContext()!
                .Features.Get<IAuthenticateResultFeature>()
                ?.AuthenticateResult?.Properties?.ExpiresUtc;
    }
}
