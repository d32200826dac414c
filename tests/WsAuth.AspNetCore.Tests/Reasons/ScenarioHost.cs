using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.State;
using WsAuth.Testing;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Tests.Reasons;

/// <summary>A service with an endpoint for each way to be refused.</summary>
internal static class ScenarioHost
{
    public static async Task<ScenarioRun> StartAsync(Scenario scenario, string refusal)
    {
        var secret = TestSecrets.Hex();
        var clock = new ManualTimeProvider();
        var store = new ScenarioStore(clock);
        var settings = new Dictionary<string, string?>
        {
            ["WsAuth:Refusal"] = refusal,
            ["WsAuth:Jwt:Issuer"] = "here",
            ["WsAuth:Jwt:Audience"] = "chat",
            ["WsAuth:Query:AccessToken"] = "true",
        };
        foreach (var (name, value) in scenario.Settings)
        {
            settings[name] = value;
        }

        var host = await KestrelHost.StartAsync(
            Map,
            settings,
            configure: builder =>
            {
                builder.Services.AddSingleton<ISingleUseStore>(store);
                builder
                    .Services.AddWsAuth(builder.Configuration)
                    .AddTokenValidator<ThrowingValidator>()
                    .AddSecretSource("vanishing", _ => store.IsDown ? null : secret);
            },
            clock: clock,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = secret, ["EDGE_SECRET"] = secret }
        );
        return new ScenarioRun(host, secret, store);
    }

    private static void Map(WebApplication app)
    {
        // As applications have one: the answer that Kestrel itself gives to an exception has no header of anybody else.
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = _ => Task.CompletedTask });
        app.UseWebSockets();
        app.Map("/jwt", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
        app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
        app.Map("/other", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
        app.Map("/edge", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.EdgeToken, TokenKind.SharedSecret);
        app.Map("/defective", EchoEndpoint.RunAsync).RequireWsAuth(ThrowingValidator.Defective);
        app.Map("/operators", EchoEndpoint.RunAsync)
            .RequireWsAuth(TokenKind.Jwt)
            .RequireAuthorization(policy => policy.RequireRole("operator"));
        app.Map("/first", EchoEndpoint.RunAsync)
            .RequireWsAuth(endpoint =>
            {
                endpoint.Kinds = [TokenKind.Jwt];
                endpoint.FirstMessage = true;
            });
        app.Map("/answers", AnswerAsync).RequireWsAuth(TokenKind.Jwt);
        app.Map("/throws", ThrowAsync).RequireWsAuth(TokenKind.Jwt);
        app.Map("/returns", (RequestDelegate)(_ => Task.CompletedTask)).RequireWsAuth(TokenKind.Jwt);
        app.MapWsAuthTickets("/tickets");
    }

    private static Task AnswerAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static Task ThrowAsync(HttpContext context) => throw new InvalidOperationException("Before the accept.");
}
