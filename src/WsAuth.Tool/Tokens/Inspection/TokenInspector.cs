using System.Text;
using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Mismatch;
using WsAuth.Reasons;
using WsAuth.Tokens;
using WsAuth.Tool.Configuration;
using WsAuth.Tool.Tokens.Inspection.Checks;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>Peels a credential, has the service's own code judge it, and explains the judgement.</summary>
internal sealed class TokenInspector(ConfigurationSource source, ServiceJudge judge, InspectionRequest asked)
{
    private readonly ShownValues _shown = new(asked.HidesClaims);

    public async Task<TokenInspection> InspectAsync(string text, CancellationToken cancellationToken)
    {
        var given = CredentialPeeler.Peel(text);
        var anew = EphemeralTicket.SignAnew(given.Credential, judge);
        var presented = anew is null
            ? given
            : CredentialPeeler.Peel(text.Replace(given.Credential, anew, StringComparison.Ordinal));
        var credential = RequestOf(presented);
        var shown = anew is null ? credential : credential with { Text = given.Credential };
        var requirements = new HandshakeRequirements(KindsFor(credential.Shape));
        var bare = await judge.DecideAsync(credential.Request, requirements, cancellationToken).ConfigureAwait(false);
        var decision = await DecideInPlaceAsync(presented, credential, requirements, cancellationToken)
            .ConfigureAwait(false);
        var finding = FindSecret(bare, credential);
        return new TokenInspection
        {
            Shape = credential.ShapeName,
            Length = shown.Text.Length,
            IsUndecided = anew is not null && (decision ?? bare).IsAccepted,
            PeeledOff = presented.PeeledOff,
            EnvironmentName = judge.EnvironmentName,
            Header = DecodedToken.Header(shown),
            Claims = DecodedToken.Claims(credential, _shown),
            Checks = PlaceCheck.Before(ChecksOf(credential, bare), presented, decision, bare, _shown),
            Secret = finding?.Text,
            Decision = decision ?? bare,
            Bare = bare,
            Verdict = InspectionVerdict.Describe(decision ?? bare, bare, presented, judge, _shown),
            Fix = (decision ?? bare).Refusal?.EffectiveFix,
            Warnings = [.. InspectionWarnings.Of(credential, presented, bare, finding), .. source.Findings],
        };
    }

    private InspectedCredential RequestOf(PresentedText presented)
    {
        var shape = CredentialShapes.Of(presented.Credential);
        var ticket = shape == CredentialShape.Ticket ? DecodedToken.ClaimsForPlace(presented.Credential) : default;
        var path = asked.Path ?? presented.Carrier?.UrlPath;
        var request = new InspectedRequest { RequestPath = path ?? ticket.Path ?? "/" }
            .WithHeader("Authorization", "Bearer " + presented.Credential)
            .WithHeader("Origin", asked.Origin ?? ticket.Origin)
            .WithHeader(HandshakeRequest.AgentIdHeader, asked.Agent ?? presented.Carrier?.Agent);
        return new InspectedCredential(
            presented.Credential,
            shape,
            ForeignShapes.Describe(presented.Credential, shape),
            request,
            IsPathAssumed: path is null && ticket.Path is not null,
            IsOriginAssumed: asked.Origin is null && ticket.Origin is not null
        );
    }

    // As it was given: where it stands decides whether the service reads it at all.
    private async Task<HandshakeDecision?> DecideInPlaceAsync(
        PresentedText presented,
        InspectedCredential credential,
        HandshakeRequirements requirements,
        CancellationToken cancellationToken
    )
    {
        if (!presented.IsInPlace)
        {
            return null;
        }

        var request = presented.Carrier ?? new InspectedRequest();
        request.RequestPath = credential.Request.Path;
        request
            .WithHeader(
                "Origin",
                asked.Origin ?? (presented.IsInQuery ? credential.Request.Header("Origin").FirstOrDefault() : null)
            )
            .WithHeader(HandshakeRequest.AgentIdHeader, asked.Agent);
        return presented.FirstMessage is { } message
            ? await judge
                .DecideFirstMessageAsync(Encoding.UTF8.GetBytes(message), request, requirements, cancellationToken)
                .ConfigureAwait(false)
            : await judge.DecideAsync(request, requirements, cancellationToken).ConfigureAwait(false);
    }

    // Where nothing was asked: every kind, but the shared secret only where there is one, since anything may be one.
    private IReadOnlyList<TokenKind> KindsFor(CredentialShape shape) =>
        asked.Kinds.Count > 0 ? asked.Kinds
        : shape
            is CredentialShape.Jwt
                or CredentialShape.Ticket
                or CredentialShape.JwtCutOff
                or CredentialShape.EdgeToken
                or CredentialShape.Uuid
                or CredentialShape.SessionId
        || judge.Secrets.GetRing(judge.Options.SharedSecret.Secret).Current is null
            ? [TokenKind.Jwt, TokenKind.EdgeToken, TokenKind.Ticket]
        : [TokenKind.Jwt, TokenKind.EdgeToken, TokenKind.Ticket, TokenKind.SharedSecret];

    // What is no token is held against every secret too: it may be one, put in the wrong place.
    private MismatchFinding? FindSecret(HandshakeDecision bare, InspectedCredential credential)
    {
        if (bare.Refusal is not { } refusal)
        {
            return null;
        }

        var isSecret =
            refusal.Reason == ReasonCatalogue.CredentialKindRefused && credential.Shape == CredentialShape.Opaque;
        var (reason, kind) = isSecret
            ? (ReasonCatalogue.SecretMismatch, TokenKind.SharedSecret)
            : (refusal.Reason, bare.Kind);
        return kind is null ? null
            : judge.FindSecret(
                RefusedCredential.Keep(
                    TokenVerdict.Refused(reason, null, refusal.Key),
                    kind,
                    new PresentedCredential(credential.Text.AsMemory(), CredentialLocations.AuthorizationHeader),
                    credential.Request
                )
            )
                is { } finding
            && !(isSecret && finding.SourceName is null)
                ? finding
            : null;
    }

    private IReadOnlyList<TokenCheck> ChecksOf(InspectedCredential credential, HandshakeDecision bare) =>
        credential.Shape switch
        {
            CredentialShape.Ticket => TicketChecks.Of(credential, bare, judge, _shown),
            CredentialShape.Jwt => JwtChecks.Of(credential, bare, judge, _shown),
            CredentialShape.EdgeToken => EdgeTokenChecks.Of(credential, bare, judge, _shown),
            _ => SharedSecretChecks.Of(credential, bare, judge, _shown),
        };
}
