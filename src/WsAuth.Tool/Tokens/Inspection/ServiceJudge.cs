using Microsoft.Extensions.Logging.Abstractions;
using WsAuth.Handshake;
using WsAuth.Mismatch;
using WsAuth.Options;
using WsAuth.Registration;
using WsAuth.Secrets;
using WsAuth.State;
using WsAuth.Tokens;
using WsAuth.Tokens.EdgeToken;
using WsAuth.Tokens.Jwt;
using WsAuth.Tokens.SharedSecret;
using WsAuth.Tokens.Ticket;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Configuration;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>
/// The service's own validators over the configuration that is looked at: the truth about a credential. What only the running service knows
/// (used tickets, revocations, its instance) is assumed to be in the credential's favour.
/// </summary>
internal sealed class ServiceJudge : IDisposable
{
    private readonly WsAuthRuntime _runtime;
    private readonly JwtIssuerDirectory _issuers;
    private readonly HandshakeAuthenticator _authenticator;

    /// <exception cref="ToolException">The service would not start, because of the keys of an issuer.</exception>
    public ServiceJudge(ConfigurationSource source)
    {
        _runtime = source.Runtime;
        var (settings, secrets, clock) = (_runtime.Settings, _runtime.Secrets, _runtime.Clock);
        _issuers = new JwtIssuerDirectory(
            () => settings.Current.Jwt,
            () => settings.Current.SecretPollingInterval,
            () => settings.EnvironmentName.Equals("Development", StringComparison.OrdinalIgnoreCase),
            clock,
            handler: null,
            NullLogger<JwtIssuerDirectory>.Instance
        );
        Start();
        var revocations = new InMemoryRevocationStore(clock);
        var gate = new RevocationGate(revocations, clock);
        ITokenValidator[] validators =
        [
            new JwtTokenValidator(() => settings.Current.Jwt, secrets, clock, _issuers),
            new SharedSecretValidator(() => settings.Current.SharedSecret, secrets, clock),
            new EdgeTokenValidator(() => settings.Current.EdgeToken, secrets, UnspentStore.Instance, gate, clock),
            new TicketValidator(
                () => settings.Current.Tickets,
                () => settings.Current.Jwt,
                secrets,
                UnspentStore.Instance,
                new TicketInstance(clock),
                gate,
                clock
            ),
        ];
        _authenticator = new HandshakeAuthenticator(
            validators,
            settings,
            new AgentUses(clock),
            revocations,
            clock,
            NullLogger<HandshakeAuthenticator>.Instance
        );
    }

    public WsAuthOptions Options => _runtime.Settings.Current;

    public SecretResolver Secrets => _runtime.Secrets;

    public DateTimeOffset Now => _runtime.Clock.GetUtcNow();

    public TimeProvider Clock => _runtime.Clock;

    public string EnvironmentName => _runtime.Settings.EnvironmentName;

    public Task<HandshakeDecision> DecideAsync(
        InspectedRequest request,
        HandshakeRequirements requirements,
        CancellationToken cancellationToken
    ) => _authenticator.AuthenticateAsync(request, requirements, cancellationToken).AsTask();

    public Task<HandshakeDecision> DecideFirstMessageAsync(
        byte[] message,
        InspectedRequest request,
        HandshakeRequirements requirements,
        CancellationToken cancellationToken
    ) => _authenticator.AuthenticateFirstMessageAsync(message, request, requirements, cancellationToken).AsTask();

    /// <summary>The rules that a JWT is examined by, and whether they are another issuer's.</summary>
    public (JwtRules Rules, string? Issuer) RulesFor(in JwtParts parts, JwtHeader header)
    {
        var issuer = Options.Jwt.Issuers.Count == 0 ? null : _issuers.Current().Select(parts.Payload, header);
        return issuer is null ? (new JwtRules(Options.Jwt), null) : (issuer.Rules, issuer.Name);
    }

    /// <summary>Whose secret a refused credential was made with, of all that can be seen here; null where the refusal is about something else.</summary>
    public MismatchFinding? FindSecret(RefusedCredential? refused) =>
        refused is null ? null
        : new MismatchAnalyst(() => Options, Secrets, _runtime.Clock).Analyze(refused) is { IsSkipped: false } found
            ? found
        : null;

    public void Dispose() => _issuers.Dispose();

    private void Start()
    {
        try
        {
            _issuers.Start();
        }
        catch (SecretConfigurationException invalid)
        {
            _issuers.Dispose();
            throw ToolException.Unreadable("A service with this configuration would not start: " + invalid.Message);
        }
    }
}
