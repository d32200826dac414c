using WsAuth.Client.Diagnosis;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Tool.Doctor.Credentials;
using WsAuth.Tool.Doctor.Probes;

namespace WsAuth.Tool.Doctor;

/// <summary>
/// The order of the examination: the handshake as the client makes it, and then only what may tell its cause. A credential that was read and refused is
/// not sent again: servers count that.
/// </summary>
internal sealed class Examiner(DoctorRequest request, CredentialSupply supply, TimeProvider clock)
{
    private static readonly CredentialLocations[] Places =
    [
        CredentialLocations.AuthorizationHeader,
        CredentialLocations.SubProtocol,
        CredentialLocations.QueryAccessToken,
        CredentialLocations.QueryTicket,
        CredentialLocations.FirstMessage,
    ];

    // The server found no credential that it may read: another place may be the right one.
    private static readonly string?[] Unread =
    [
        null,
        "refused_elsewhere",
        ReasonCatalogue.CredentialMissing.Code,
        ReasonCatalogue.CredentialMisplaced.Code,
        ReasonCatalogue.AuthenticationTimeout.Code,
    ];

    private readonly HandshakeProbe _handshakes = new(request, supply, clock);

    public async Task<Examination> RunAsync(CancellationToken cancellationToken)
    {
        var seen = new Examination
        {
            Request = request,
            Supply = supply,
            Attempts = _handshakes.Attempts,
        };
        var place =
            supply.Kind is null ? CredentialLocations.None
            : request.Location is CredentialLocations.QueryAccessToken ? supply.QueryLocation
            : request.Location ?? supply.UsualLocation;
        try
        {
            seen.Primary = await _handshakes
                .RunAsync("as the client sends it", place, withOrigin: true, !request.IsQuick, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TicketNotIssuedException refused)
        {
            seen.NoTicket = refused;
            return seen;
        }

        if (!request.IsQuick && seen.Primary.Diagnosis.Phase is not (HandshakePhase.Connect or HandshakePhase.Tls))
        {
            try
            {
                await CompareAsync(seen, place, cancellationToken).ConfigureAwait(false);
            }
            catch (TicketNotIssuedException)
            {
                // There is no further one; what was seen until now stands.
            }
        }

        seen.CredentialsSent = _handshakes.Credentials;

        return seen;
    }

    private async Task CompareAsync(Examination seen, CredentialLocations place, CancellationToken cancellationToken)
    {
        var primary = seen.Primary!;
        await TryWithoutOriginAsync(seen, primary, place, cancellationToken).ConfigureAwait(false);
        if (seen.WithoutOrigin is not { Opened: true })
        {
            await TryWithoutCredentialAsync(seen, primary, cancellationToken).ConfigureAwait(false);
            await TryElsewhereAsync(seen, primary, place, cancellationToken).ConfigureAwait(false);
            if (!primary.Opened && !seen.IsOfWsAuth && seen.OpenedElsewhere is { } open)
            {
                seen.WordElsewhere = await _handshakes
                    .RunWithWordAsync(open.Location, cancellationToken)
                    .ConfigureAwait(false);
            }
        }

        await TryHttp2Async(seen, primary, place, cancellationToken).ConfigureAwait(false);
        if ((seen.IsOfWsAuth || request.IsDiagnosticsGiven) && supply.SecretName is not null)
        {
            seen.AreSecretsAsked = true;
            seen.Secrets = await new ServerSecrets(request, supply)
                .CompareAsync(primary, cancellationToken)
                .ConfigureAwait(false);
        }

        if (!primary.Opened && request.OperatorToken is not null)
        {
            seen.Primary = await new LateFinding(clock).AskAsync(primary, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TryWithoutOriginAsync(
        Examination seen,
        Attempt primary,
        CredentialLocations place,
        CancellationToken cancellationToken
    )
    {
        var mayBeOrigin =
            primary.Diagnosis.Reason == ReasonCatalogue.OriginRefused.Code
            || (
                primary.Diagnosis.Reason is null or "refused_elsewhere" && primary.Diagnosis.Status is 400 or 401 or 403
            );
        if (request.Origin is not null && !primary.Opened && mayBeOrigin && HasCredentialFor(place))
        {
            seen.WithoutOrigin = await _handshakes
                .RunAsync("without Origin", place, withOrigin: false, inquires: false, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    // The same answer without it says that nobody looked at it.
    private async Task TryWithoutCredentialAsync(Examination seen, Attempt primary, CancellationToken cancellationToken)
    {
        if (
            !primary.Opened
            && !primary.IsLimited
            && primary.Diagnosis.Reason is null
            && primary.Diagnosis.Phase != HandshakePhase.ProtocolNegotiation
            && supply.Kind is not null
        )
        {
            seen.WithoutCredential = await _handshakes
                .RunAsync(
                    "without a credential",
                    CredentialLocations.None,
                    withOrigin: true,
                    inquires: false,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    private async Task TryElsewhereAsync(
        Examination seen,
        Attempt primary,
        CredentialLocations place,
        CancellationToken cancellationToken
    )
    {
        var isElsewhere =
            !primary.Opened
            && (
                !Unread.Contains(primary.Diagnosis.Reason)
                || primary.IsLimited
                || primary.Diagnosis.Phase == HandshakePhase.ProtocolNegotiation
            );
        var (limited, limit) = (false, (int?)null);
        foreach (var other in Places.Where(other => other != place && IsOfKind(other)))
        {
            var reason =
                limited ? $"the server answered {limit} already: no more handshakes are made"
                : supply.Kind is null ? "no credential at hand"
                : isElsewhere ? "the answer is not about the place"
                : IsQuery(other) && supply.NotInUrl is { } kept ? $"{kept}; --location query tries it"
                : other == CredentialLocations.FirstMessage && primary.Diagnosis.Status != 101
                    ? "the handshake itself is refused, before a first message could be sent"
                : other == CredentialLocations.FirstMessage && primary.Opened
                    ? "the credential in the handshake was let in"
                : !HasCredentialFor(other) ? "each costs another single-use credential"
                : seen.OpenedElsewhere is not null && TokenIsCostly ? "another place works"
                : null;
            if (reason is not null)
            {
                seen.NotTried[other] = reason;
                continue;
            }

            try
            {
                var tried = await _handshakes
                    .RunAsync(
                        $"credential in the {other.Describe()}",
                        other,
                        withOrigin: true,
                        inquires: false,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                if (tried.IsLimited)
                {
                    seen.NotTried[other] =
                        $"answered {tried.Diagnosis.Status}, a limit on attempts mostly, which these handshakes may have reached themselves: it tells nothing of the place";
                    (limited, limit) = (true, tried.Diagnosis.Status);
                    continue;
                }

                seen.Elsewhere[other] = tried;
            }
            catch (ArgumentException)
            {
                seen.NotTried[other] =
                    "this credential cannot stand there: it is too long, or has a character that is illegal there";
            }
            catch (TicketNotIssuedException)
            {
                seen.NotTried[other] = "no further ticket was issued";
            }
        }
    }

    private async Task TryHttp2Async(
        Examination seen,
        Attempt primary,
        CredentialLocations place,
        CancellationToken cancellationToken
    )
    {
        var http2 = new Http2Probe(request, _handshakes, clock);
        seen.Http2 = await http2.AskAsync(cancellationToken).ConfigureAwait(false);
        var isRead = !primary.Opened && !Unread.Contains(primary.Diagnosis.Reason);
        if (
            seen.Http2 == Http2Offer.ExtendedConnect
            && !isRead
            && place != CredentialLocations.FirstMessage
            && HasCredentialFor(place)
        )
        {
            seen.IsHttp2Tried = true;
            seen.Http2Refusal = await http2.ConnectAsync(place, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool TokenIsCostly => supply.MostAttempts < int.MaxValue;

    private bool HasCredentialFor(CredentialLocations place) =>
        place == CredentialLocations.None || _handshakes.HasCredential;

    private bool IsOfKind(CredentialLocations place) => !IsQuery(place) || place == supply.QueryLocation;

    private static bool IsQuery(CredentialLocations place) =>
        place is CredentialLocations.QueryAccessToken or CredentialLocations.QueryTicket;
}
