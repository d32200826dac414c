using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;
using WsAuth.Tool.Tests.Doctor;

namespace WsAuth.Tool.Tests.Incidents;

/// <summary>The service of the five incidents, as <c>samples/Gateway</c> is set up, in Staging; and what a person on either side has at hand.</summary>
internal sealed class IncidentGateway : IAsyncDisposable
{
    public const string App = "https://app.example";
    public const string Edge = "/edge/ws?edge_agent_id=edge_15551234567";

    private const string OperatorVariable = "OPS_TOKEN";

    private IncidentGateway(KestrelHost host) => Host = host;

    public KestrelHost Host { get; }

    public ToolHarness Tool { get; } = Examined.Tool();

    /// <summary>What lets an operator see the service's own record and report.</summary>
    public static string[] AsOperator => ["--operator-token-from-env", OperatorVariable];

    /// <summary>The operator's configuration: the environment of the service and the file with its variables.</summary>
    public static string[] OfService => ["--environment", "Staging", "--env-file", "service.env"];

    /// <summary>Starts the service; <c>service.env</c> in the tool's folder holds its variables.</summary>
    public static async Task<IncidentGateway> StartAsync(params (string Name, string Value)[] variables)
    {
        var seen = new TestVariables();
        foreach (var (name, value) in variables)
        {
            seen[name] = value;
        }

        var gateway = new IncidentGateway(
            await KestrelHost.StartAsync(
                Map,
                new Dictionary<string, string?>
                {
                    ["WsAuth:Origins"] = App,
                    ["WsAuth:RefusalLogInterval"] = "00:00:00",
                    ["WsAuth:Tickets:PerPrincipal"] = "100",
                },
                "Staging",
                builder =>
                {
                    builder.Services.AddWsAuth(builder.Configuration);
                    builder
                        .Services.AddAuthorizationBuilder()
                        .AddPolicy("ops", policy => policy.AddAuthenticationSchemes("WsAuth").RequireRole("ops"));
                },
                variables: seen
            )
        );
        gateway.Tool.Write("service.env", Lines(variables));
        gateway.Tool.Variables[OperatorVariable] = gateway.Host.MintJwt("op", jwt => jwt.Claims["role"] = "ops");
        return gateway;
    }

    /// <summary>Gives the client a <c>.env</c>.</summary>
    public void WriteClient(params (string Name, string Value)[] variables) => Tool.Write(".env", Lines(variables));

    public Task<Told> DoctorAsync(string path, params string[] arguments) =>
        Told.ByDoctorAsync(Tool, Host.WebSocket(path), arguments);

    /// <summary>What the service's log says of the first attempt that this was told of.</summary>
    public string LineOf(Told told) =>
        Host.Logs.Handshakes.Single(entry => Equals(entry.Values["AttemptId"], told.Member("attempt"))).Message;

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Tool.Dispose();
    }

    private static string Lines((string Name, string Value)[] variables) =>
        string.Concat(variables.Select(variable => $"{variable.Name}={variable.Value}\n"));

    private static void Map(WebApplication app)
    {
        app.UseWebSockets();
        app.Map("/ws", ExaminedHost.AcceptAsync).RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
        app.Map("/edge/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.SharedSecret, TokenKind.EdgeToken);

        // The handler of incident 5: the framework takes its parameter for one of the query, and cannot read the ticket as a Guid.
        app.Map("/bound/ws", ([FromQuery] Guid ticket, HttpContext context) => EchoEndpoint.RunAsync(context))
            .RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
        app.MapWsAuthTickets("/auth/ws-ticket");
        app.MapWsAuthDiagnostics("/ws-auth", options => options.OperatorPolicy = "ops");
    }
}
