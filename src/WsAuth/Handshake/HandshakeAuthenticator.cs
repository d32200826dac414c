using Microsoft.Extensions.Logging;
using WsAuth.Credentials;
using WsAuth.Handshake.Locations;
using WsAuth.Options;
using WsAuth.Reasons;
using WsAuth.State;
using WsAuth.Tokens;

namespace WsAuth.Handshake;

/// <summary>The flow: read the credential, name its kind, validate it, decide. Knows nothing of any host.</summary>
public sealed partial class HandshakeAuthenticator
{
    private readonly CredentialReader _credentials;
    private readonly TokenKindSelector _kinds;
    private readonly WsAuthSettings _settings;
    private readonly AgentUses _uses;
    private readonly RevocationGate _revocations;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <summary>Made by the container; one instance serves all requests.</summary>
    public HandshakeAuthenticator(
        IEnumerable<ITokenValidator> validators,
        WsAuthSettings settings,
        AgentUses uses,
        IRevocationStore revocations,
        TimeProvider clock,
        ILogger<HandshakeAuthenticator> logger
    )
    {
        _kinds = new TokenKindSelector(validators);
        _credentials = new CredentialReader(settings);
        _settings = settings;
        _uses = uses;
        _revocations = new RevocationGate(revocations, clock);
        _clock = clock;
        _logger = logger;
    }

    /// <summary>The kinds that have a validator.</summary>
    public IReadOnlyCollection<TokenKind> Kinds => _kinds.Kinds;

    /// <summary>The named secrets that the validator of a kind needs; none where the kind is unknown.</summary>
    public IEnumerable<string> SecretNamesOf(TokenKind kind) => _kinds.Find(kind)?.SecretNames ?? [];

    /// <summary>Decides about one request. Whatever a client sends leads to a decision; only cancellation is an exception.</summary>
    /// <param name="request">The request.</param>
    /// <param name="requirements">What the endpoint accepts.</param>
    /// <param name="cancellationToken">Fires when the client has gone.</param>
    public ValueTask<HandshakeDecision> AuthenticateAsync(
        HandshakeRequest request,
        HandshakeRequirements requirements,
        CancellationToken cancellationToken
    )
    {
        var locations = requirements.LocationsUnder(_settings.Current);
        var reading = _credentials.Read(request, locations, requirements.Kinds);
        return AuthenticateAsync(reading, request, requirements, cancellationToken);
    }

    /// <summary>Decides about the credential in the first message of an accepted socket.</summary>
    /// <param name="message">The message, UTF-8; at most 4,096 bytes.</param>
    /// <param name="request">The handshake that opened the socket.</param>
    /// <param name="requirements">What the endpoint accepts.</param>
    /// <param name="cancellationToken">Fires when the client has gone.</param>
    public ValueTask<HandshakeDecision> AuthenticateFirstMessageAsync(
        ReadOnlyMemory<byte> message,
        HandshakeRequest request,
        HandshakeRequirements requirements,
        CancellationToken cancellationToken
    ) => AuthenticateAsync(FirstMessage.Read(message.Span), request, requirements, cancellationToken);

    private ValueTask<HandshakeDecision> AuthenticateAsync(
        CredentialReading reading,
        HandshakeRequest request,
        HandshakeRequirements requirements,
        CancellationToken cancellationToken
    )
    {
        if (reading.Refusal is not null)
        {
            return new(HandshakeDecision.Refused(reading.Refusal, null, reading.Credential.Location));
        }

        ITokenValidator? validator;
        Refusal? refusal;
        try
        {
            validator = _kinds.Select(reading, requirements, out refusal);
        }
        catch (Exception exception)
        {
            return new(RefuseFailure(exception, null, reading.Credential.Location));
        }

        if (
            validator is not null
            && validator.Kind.Equals(TokenKind.SharedSecret)
            && EndOf(requirements).FindFault(request, _clock.GetUtcNow()) is { } ended
        )
        {
            return new(HandshakeDecision.Refused(ended, validator.Kind, reading.Credential.Location));
        }

        return validator is null
            ? new(HandshakeDecision.Refused(refusal!, null, reading.Credential.Location))
            : DecideAsync(validator, reading.Credential, request, requirements, cancellationToken);
    }

    private ValueTask<HandshakeDecision> DecideAsync(
        ITokenValidator validator,
        PresentedCredential credential,
        HandshakeRequest request,
        HandshakeRequirements requirements,
        CancellationToken cancellationToken
    )
    {
        ValueTask<TokenVerdict> validation;
        try
        {
            validation = _revocations.PassAsync(
                validator.ValidateAsync(credential, request, cancellationToken),
                validator.Kind,
                cancellationToken
            );
        }
        catch (Exception exception)
            when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new(RefuseFailure(exception, validator.Kind, credential.Location));
        }

        return validation.IsCompletedSuccessfully
            ? new(Decide(validation.Result, validator.Kind, credential, request, requirements))
            : AwaitAsync(validation, validator.Kind, credential, request, requirements, cancellationToken);
    }

    private async ValueTask<HandshakeDecision> AwaitAsync(
        ValueTask<TokenVerdict> validation,
        TokenKind kind,
        PresentedCredential credential,
        HandshakeRequest request,
        HandshakeRequirements requirements,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return Decide(await validation.ConfigureAwait(false), kind, credential, request, requirements);
        }
        catch (Exception exception)
            when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return RefuseFailure(exception, kind, credential.Location);
        }
    }

    private HandshakeDecision Decide(
        TokenVerdict? verdict,
        TokenKind kind,
        PresentedCredential credential,
        HandshakeRequest request,
        HandshakeRequirements requirements
    )
    {
        if (verdict is { IsAccepted: true })
        {
            CountUse(verdict, kind, requirements);
        }

        return verdict is null
            ? HandshakeDecision.Refused(
                new Refusal(ReasonCatalogue.ValidatorFailed, "It answered null."),
                kind,
                credential.Location
            )
            : HandshakeDecision.From(
                verdict,
                kind,
                credential.Location,
                request,
                verdict.TenantClaim ?? _settings.Current.Jwt.TenantClaim,
                _settings.Current.MismatchAnalysis ? RefusedCredential.Keep(verdict, kind, credential, request) : null
            );
    }

    private SharedSecretEnd EndOf(HandshakeRequirements requirements) =>
        new(requirements, _settings.Current.SharedSecret);

    private void CountUse(TokenVerdict verdict, TokenKind kind, HandshakeRequirements requirements)
    {
        if (kind.Equals(TokenKind.EdgeToken))
        {
            _uses.Count(verdict.Subject, kind, isWarning: false);
        }
        else if (kind.Equals(TokenKind.SharedSecret))
        {
            var end = EndOf(requirements);
            var agent = verdict.IsSubjectClaimed ? verdict.Subject : null;
            if (_uses.Count(agent, kind, end.IsWarnedAbout) is { } use)
            {
                LogDeprecated(
                    use.IsRemainder ? "one of many"
                        : agent is null ? "without a name"
                        : ClientText.Quote(agent),
                    end.Describe(),
                    use.Count
                );
            }
        }
    }

    // The exception's text is the validator's own and may quote the credential: its type is what is told. Without a kind, it
    // failed while it looked at the shape; the stack trace has its name.
    private HandshakeDecision RefuseFailure(Exception exception, TokenKind? kind, CredentialLocations location)
    {
        LogValidatorFailed(
            kind?.Name ?? "unknown",
            exception.GetType().FullName ?? exception.GetType().Name,
            exception.StackTrace
        );
        return HandshakeDecision.Refused(
            new Refusal(ReasonCatalogue.ValidatorFailed, $"It threw {exception.GetType().Name}."),
            kind,
            location
        );
    }

    [LoggerMessage(
        1901,
        LogLevel.Warning,
        "Agent {Agent} (claimed) connects with the shared secret, which is deprecated here{End}: have it send an edge token (docs/edge-tokens.md). {Uses} uses so far.",
        EventName = "SharedSecretDeprecated"
    )]
    private partial void LogDeprecated(string agent, string end, long uses);

    [LoggerMessage(
        1900,
        LogLevel.Error,
        "The validator of kind {Kind} threw {Exception}; the handshake is refused.\n{StackTrace}",
        EventName = "ValidatorFailed"
    )]
    private partial void LogValidatorFailed(string kind, string exception, string? stackTrace);
}
