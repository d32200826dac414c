using WsAuth.Handshake;
using WsAuth.Reasons;
using WsAuth.Tokens.Ticket;

namespace WsAuth.Tool.Tokens.Inspection.Checks;

/// <summary>The checks of a connection ticket, in the order of <see cref="TicketValidator"/>.</summary>
internal sealed class TicketChecks
{
    private readonly InspectedCredential _credential;
    private readonly HandshakeDecision _decision;
    private readonly ServiceJudge _judge;
    private readonly ShownValues _shown;
    private readonly JwtReading _reading;
    private readonly TicketContent? _content;

    private TicketChecks(
        InspectedCredential credential,
        HandshakeDecision decision,
        ServiceJudge judge,
        ShownValues shown
    )
    {
        (_credential, _decision, _judge, _shown) = (credential, decision, judge, shown);
        _reading = JwtReading.Of(credential.Text, judge);
        _content = _reading.HasPayload ? TicketFormat.Read(_reading.Json, _reading.Payload, out _, out _) : null;
    }

    public static IReadOnlyList<TokenCheck> Of(
        InspectedCredential credential,
        HandshakeDecision decision,
        ServiceJudge judge,
        ShownValues shown
    ) => new TicketChecks(credential, decision, judge, shown).Build();

    private IReadOnlyList<TokenCheck> Build()
    {
        var typeText = _reading.Header?.Type is { } type ? ClientText.Quote(type) : "no typ";
        var list = new CheckList(_decision, RefusedAt(), _shown).AddPresented(_credential);
        var ring = _judge.Secrets.GetRing(_judge.Options.Tickets.Secret);
        var isOfService = EphemeralTicket.IsKey(ring.Current);
        (
            isOfService
                ? list.AddUnknown(CheckNames.Secret, $"'{ring.Name}': {EphemeralTicket.Unknown}")
                : list.AddSecret(ring)
        )
            .Add(CheckNames.Form, "three parts of canonical base64url", _reading.FormOutcome)
            .Add(CheckNames.Header, "one JSON object", _reading.HeaderOutcome)
            .Add(CheckNames.Algorithm, _reading.Header?.Algorithm ?? "");
        if (isOfService && RefusedAt() is not (CheckNames.Key or CheckNames.Signature))
        {
            list.AddUnknown(CheckNames.Signature, "the running service can verify it, nobody else");
        }
        else
        {
            list.Add(
                    CheckNames.Key,
                    _reading.Header?.KeyId is { } keyId ? $"kid {JwtChecks.ShowKeyId(keyId)}" : "no kid"
                )
                .Add(CheckNames.Signature, VerifiedBy.Describe(_decision, _judge.Secrets));
        }

        list.Add(CheckNames.Payload, "one JSON object")
            .Add(CheckNames.Type, typeText)
            .Add(CheckNames.Content, "all that a ticket says");
        AddPlace(list);
        return list.AddUnknown(
                CheckNames.Instance,
                "with the in-memory store it is good at the instance that issued it alone"
            )
            .AddRevocation()
            .AddUnknown(CheckNames.SingleUse, "the running service knows whether it was used")
            .End();
    }

    private void AddPlace(CheckList list)
    {
        if (_content is not { } ticket)
        {
            list.Add(CheckNames.Expiry, "").Add(CheckNames.Path, "").Add(CheckNames.Origin, "");
            return;
        }

        var now = _judge.Now;
        var expiry = $"exp {RelativeTime.Both(ticket.ExpiresAt, now)}; no clock skew allowed";
        var path =
            $"for {_shown.Show(ticket.Path)}{(_credential.IsPathAssumed ? ", which is taken for the path that is asked for: give --path" : "")}";
        var origin =
            ticket.Origin is null ? "any"
            : _credential.IsOriginAssumed
                ? $"for {_shown.Show(ticket.Origin)}, which is taken for the page's: give --origin"
            : $"for {_shown.Show(ticket.Origin)}";
        list.Add(CheckNames.Expiry, expiry, (now < ticket.ExpiresAt, expiry))
            .Add(CheckNames.IssuedAt, $"iat {RelativeTime.Both(ticket.IssuedAt, now)}")
            .Add(CheckNames.Lifetime, RelativeTime.Describe(ticket.ExpiresAt - ticket.IssuedAt))
            .Add(
                CheckNames.Session,
                ticket.SessionEnd is { } end ? $"sxp {RelativeTime.Both(end, now)}" : "no end of its own"
            )
            .Add(CheckNames.Path, path, (ticket.Path == _credential.Request.Path, path))
            .Add(CheckNames.Origin, origin);
    }

    private string? RefusedAt() =>
        CommonChecks.RefusedAt(_decision)
        ?? _decision.Refusal?.Reason.Code switch
        {
            "token_malformed" => _reading.FormFault is not null ? CheckNames.Form
            : _reading.Header is null ? CheckNames.Header
            : CheckNames.Signature,
            "algorithm_refused" => CheckNames.Algorithm,
            "key_unknown" or "ticket_other_instance" => CheckNames.Key,
            "signature_mismatch" => CheckNames.Signature,
            "type_refused" => CheckNames.Type,
            "claim_missing" => CheckNames.Content,
            "token_content_malformed" => _reading.PayloadFault is not null ? CheckNames.Payload
            : _content is null ? CheckNames.Content
            : CheckNames.Lifetime,
            "token_expired" => _content?.ExpiresAt <= _judge.Now ? CheckNames.Expiry : CheckNames.Session,
            "token_not_yet_valid" => CheckNames.IssuedAt,
            "ticket_other_path" => _content?.Path == _credential.Request.Path ? CheckNames.Origin : CheckNames.Path,
            _ => null,
        };
}
