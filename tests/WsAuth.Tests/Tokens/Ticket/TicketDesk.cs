using System.Security.Claims;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.State;
using WsAuth.Testing;
using WsAuth.Tests.Handshake;
using WsAuth.Tokens;
using WsAuth.Tokens.Ticket;

namespace WsAuth.Tests.Tokens.Ticket;

/// <summary>One instance of a service that issues and redeems tickets. <see cref="Secret"/> is configured only where a test says so.</summary>
internal sealed class TicketDesk : IDisposable
{
    public const string Header = """{"alg":"HS256","typ":"ws-ticket+jwt"}""";

    /// <summary>What another instance issued with the same configured key.</summary>
    public const string Payload =
        """{"sub":"u1","jti":"4d1a0c6e5b7f4a0d9c8b7a6f5e4d3c2b","iat":@+0,"exp":@+30,"aud":"/ws","ins":"another"}""";

    private readonly CoreHost _host;
    private readonly IServiceProvider _services;

    public TicketDesk(params (string Name, string Value)[] settings)
        : this(null, settings) { }

    public TicketDesk(ISingleUseStore? store, params (string Name, string Value)[] settings)
    {
        _host = new CoreHost(
            services =>
            {
                if (store is not null)
                {
                    services.AddSingleton(store);
                }
            },
            settings
        );
        _host.Variables["TICKET_SECRET"] = Secret;
        _services = _host.Services;
    }

    public static (string, string) ConfiguredSecret => ("Secrets:ticket:Order", "env:TICKET_SECRET");

    public string Secret { get; init; } = TestSecrets.Hex();

    public CoreHost Host => _host;

    public ManualTimeProvider Clock => _host.Clock;

    public TicketIssue Ask(
        string subject = "u1",
        string path = "/ws",
        string? origin = null,
        DateTimeOffset? sessionEnd = null,
        params Claim[] claims
    )
    {
        var issue = _services
            .GetRequiredService<TicketIssuer>()
            .Issue(
                new TicketRequest
                {
                    Principal = new ClaimsPrincipal(
                        new ClaimsIdentity([new Claim("sub", subject), .. claims], "Test", "name", "role")
                    ),
                    Path = path,
                    Origin = origin,
                    SessionEnd = sessionEnd,
                }
            );
        LeakWatch.Observe(issue.ToString());
        LeakWatch.Observe(issue.Detail);
        return issue;
    }

    public string Issue(
        string subject = "u1",
        string path = "/ws",
        string? origin = null,
        DateTimeOffset? sessionEnd = null,
        params Claim[] claims
    ) => LeakWatch.ProtectToken(Ask(subject, path, origin, sessionEnd, claims).DangerousGetText());

    /// <summary>Signs by hand, with the configured secret.</summary>
    public string Sign(string payload = Payload, string header = Header, string? secret = null) =>
        HandmadeJwt.Sign(header, HandmadeJwt.At(payload, Clock.GetUtcNow()), Encoding.UTF8.GetBytes(secret ?? Secret));

    public Task<HandshakeDecision> RedeemAsync(string ticket, string path = "/ws", string? origin = null)
    {
        var request = new PresentedRequest { RequestPath = path }.WithQuery("ticket", ticket);
        return RedeemAsync(origin is null ? request : request.WithHeader("Origin", origin));
    }

    public Task<HandshakeDecision> RedeemAsync(HandshakeRequest request) =>
        _host.DecideAsync(request, TokenKind.Jwt, TokenKind.Ticket);

    public void Dispose() => _host.Dispose();
}
