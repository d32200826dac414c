using WsAuth.Credentials;
using WsAuth.Reasons;
using static WsAuth.Client.Diagnosis.HandshakePhase;

namespace WsAuth.Client.Diagnosis;

/// <summary>The server says its reason. What it explains itself comes first, else the sentence of the catalogue.</summary>
internal static class ReasonRules
{
    private static readonly string[] OfNegotiation = ["upgrade_missing", "version_unsupported", "subprotocol_missing"];

    private static readonly string[] OfHandshake =
    [
        "Upgrade",
        "Connection",
        "Sec-WebSocket-Key",
        "Sec-WebSocket-Version",
    ];

    public static readonly JudgementRule[] All =
    [
        new(
            HttpAuthentication,
            f =>
                f.Reason == "credential_missing"
                && f.Credential is not null
                && f.Close is null
                && f.Explanation?.Code is null or "credential_missing",
            f => $"The credential was sent ({f.Credential}), and the server saw none.",
            "If the endpoint accepts that place, a hop on the way drops it: ask the server without the proxies. Else send it where the endpoint looks."
        ),
        new(
            ProtocolNegotiation,
            f => f.Reason == "upgrade_missing" && f.IsRequestKnown,
            f =>
                $"The handshake was sent complete, and the server saw none: a hop on the way drops {Dropped(f) ?? "Upgrade and Connection, or another header of it"}.",
            "Let every proxy pass them on; nginx: proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade, proxy_set_header Connection \"upgrade\"."
        ),
        new(
            HttpAuthentication,
            f => f.Reason is "token_expired" or "token_not_yet_valid" && f.Clock is { IsSkewed: true },
            f => $"{Explain(f)} The clocks differ: {f.Clock}.",
            "Set both clocks by NTP; then fetch a fresh credential."
        ),
        new(
            HttpAuthentication,
            f =>
                f is { Reason: "credential_kind_refused" or "credential_misplaced", Credential: not null, Close: null }
                && f.Explanation?.Code is null,
            f => $"{Explain(f)} What was sent looks like {f.Credential!.Shape}, in the {f.Credential.Place}.",
            f =>
                f.Credential!.Shape == CredentialShape.SessionId.Describe()
                    ? "Send an access token to authenticate, and the session id, which is state and no credential, as session_id."
                    : Advise(f)
        ),
        new(AfterUpgrade, f => HasReason(f) && f.Close is not null, Explain, Advise),
        new(ProtocolNegotiation, f => HasReason(f) && IsOfNegotiation(f), Explain, Advise),
        new(HttpAuthentication, HasReason, Explain, Advise),
    ];

    // "refused_elsewhere": the server only observed it, and its answer is judged like anyone's, unless it explains it. Other servers' bodies
    // have codes and details too; where they refuse who asks, those say more than any judgement from here.
    private static bool HasReason(HandshakeFacts facts) =>
        facts.Reason is not (null or "refused_elsewhere")
        || (
            facts.Explanation is { Code: not null, Detail: not null } or { Class: not null, Detail: not null }
            && (facts.Reason is not null || facts.Status is 401 or 403)
        );

    private static bool IsOfNegotiation(HandshakeFacts facts) =>
        OfNegotiation.Contains(facts.Reason)
        || (facts.Reason == "refused_elsewhere" && facts.Status is not (401 or 403 or 429));

    private static string Explain(HandshakeFacts facts) =>
        facts.Explanation?.Detail
        ?? facts.Reason switch
        {
            "credential_invalid" => "The credential is not valid here.",
            "unavailable" => "The server cannot authenticate at the moment.",
            _ => Row(facts)?.Explanation ?? $"The server refuses with a reason of its own: {facts.Reason}.",
        };

    private static string Advise(HandshakeFacts facts) =>
        (facts.Explanation?.Fix is { } fix ? Marked(fix) : null)
        ?? facts.Reason switch
        {
            "credential_invalid" =>
                $"Look {Attempt(facts)} up in the server's log, or ask for it as an operator (GET …/attempts/{facts.AttemptId ?? "{id}"}): the class stands for signature, key, issuer, audience, claims, type, replay and revocation, and only the exact reason tells which; where it is the key, compare its fingerprint with the one that the credential was made with.",
            "unavailable" => $"Look {Attempt(facts)} up in the server's log, and try again later.",
            _ => Row(facts)?.Fix ?? $"Look {Attempt(facts)} up in the server's log.",
        };

    // Anybody may answer so, and have a reader do anything: only the catalogue's own sentences are this side's advice.
    private static string Marked(string fix) =>
        ReasonCatalogue.All.Any(reason => reason.Fix == fix) ? fix : $"The server's own advice is: {fix}";

    // The server's own list, where it tells it: "Missing: Upgrade: websocket, Sec-WebSocket-Key."
    private static string? Dropped(HandshakeFacts facts)
    {
        var list = (facts.Explanation?.Detail ?? "").Split("Missing: ") is [_, var behind, ..]
            ? behind.Split('.')[0].Split(", ").Select(header => header.Split(':')[0])
            : [];
        return string.Join(" and ", list.Intersect(OfHandshake)) is { Length: > 0 } names ? names : null;
    }

    private static string Attempt(HandshakeFacts facts) => facts.AttemptId is { } id ? $"attempt {id}" : "this attempt";

    private static Reason? Row(HandshakeFacts facts) =>
        ReasonCatalogue.All.FirstOrDefault(reason => reason.Code == facts.Reason);
}
