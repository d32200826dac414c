using static WsAuth.Client.Diagnosis.HandshakePhase;

namespace WsAuth.Client.Diagnosis;

/// <summary>401, 403, 407 and 429 of servers that give no reason: who asks, and what can be known of it from here.</summary>
internal static class AuthenticationRules
{
    public static readonly JudgementRule[] All =
    [
        new(
            HttpAuthentication,
            f => f.Status is 401 or 403 && f.Credential?.Damage is not null,
            f => $"The credential was damaged before it was sent: {f.Credential!.Damage}.",
            "Correct the code that puts the credential into the request."
        ),
        new(
            HttpAuthentication,
            f => f.Status is 401 or 403 && IsClockToBlame(f),
            f => $"The server says why: {f.Conceal.Show(f.Said!)}; {f.Clock}, and so the clocks are the cause.",
            "Set both clocks by NTP; then fetch a fresh token."
        ),
        new(
            HttpAuthentication,
            f =>
                f.Status is 401 or 403
                && TokenComplaint.In(f.Said) is { } complaint
                && !(complaint.IsOfTime && (f.IsCredentialExpired || f.IsCredentialEarly)),
            f => $"The server says why: {f.Conceal.Show(f.Said!)}.",
            f => TokenComplaint.In(f.Said)!.Fix
        ),
        new(
            HttpAuthentication,
            f => f.Status is 401 or 403 && f.IsCredentialExpired,
            f =>
                $"The token has expired, {ServerClock.Words(f.ServerNow - f.Credential!.ExpiresAt!.Value)} ago by its own exp{ByClock(f)}.",
            "Fetch a fresh token before each connection."
        ),
        new(
            HttpAuthentication,
            f => f.Status is 401 or 403 && f.IsCredentialEarly,
            f =>
                $"The token is not valid yet, for {ServerClock.Words(f.Credential!.NotBefore!.Value - f.ServerNow)} by its own nbf{ByClock(f)}.",
            "Set the clocks of issuer and server by NTP."
        ),
        new(
            HttpAuthentication,
            f => f.Status == 401 && f is { IsRequestKnown: true, Credential: null },
            f =>
                $"The server wants a credential, and none was sent{(Scheme(f) is { } scheme ? $"; it asks for {scheme}" : "")}.",
            "Send one where this server reads it: header, cookie, query or sub-protocol."
        ),
        new(
            HttpAuthentication,
            f => f.Status == 401 && Scheme(f) is not (null or "Bearer") && f.Credential is not null,
            f => $"The server asks for {Scheme(f)}, and {f.Credential} was sent.",
            "Send the credentials that the server asks for, or connect to the endpoint that takes this one; a proxy with a login of its own may stand before it."
        ),
        new(
            HttpAuthentication,
            f => f.Status == 401 && f.Answer!["WWW-Authenticate"]?.Contains("error=", StringComparison.Ordinal) == true,
            f => $"The server refuses the credential: {f.Conceal.Show(f.Answer!["WWW-Authenticate"]!)}.",
            "Compare secret, issuer and audience of both sides; the server's log has its view."
        ),
        new(
            HttpAuthentication,
            f => f.Status is 401 or 403 && f.IsOfNodeWs,
            f =>
                $"A check of the application's own refuses the handshake: the answer is the one that Node's ws gives where verifyClient says no ({f.Status}).",
            "Look at verifyClient: which header or query it reads, and with which secret it verifies; on both sides compare the secrets' fingerprints."
        ),
        new(
            HttpAuthentication,
            f => f.Status == 403 && (f.Says("origin") || (f.Origin is not null && f.Says("CORS"))),
            f =>
                f.Origin is null
                    ? "The server refuses a handshake without an allowed Origin."
                    : "The server does not allow the Origin that was sent.",
            "Add the page's origin to the server's list; a client that is no browser sends the Origin that the server expects, or the server lets it go without."
        ),
        new(
            HttpAuthentication,
            f => f.Status == 403 && f.IsOfAsgiServer,
            "The application closed the socket before it accepted it: Starlette, FastAPI and Django Channels answer every such case with 403, whatever its cause, a path without a route too.",
            "Look into the application's log for this path: a dependency that raised, a consumer that called close before accept, an origin validator, or no WebSocket route."
        ),
        new(
            HttpAuthentication,
            f => f.Status is 401 or 403 && f.IsOfPythonWebsockets && f.Said is null,
            f =>
                $"The application's own check refuses the handshake: Python's websockets answers so where process_request says {f.Status}.",
            "Look at process_request: which header or query it reads, and with which secret it verifies; on both sides compare the secrets' fingerprints."
        ),
        new(
            HttpAuthentication,
            f => f.Status == 403 && f is { Gateway: not null, IsPassedOnByNginx: false },
            f => $"{f.Gateway} refuses the request; whether the application ever saw it, its log tells.",
            "Look for an access rule, a firewall rule or an IP list for this path in the proxy's configuration."
        ),
        new(
            HttpAuthentication,
            f => f.Status is 401 or 403 && f.Said is not null && f.Origin is null,
            f => $"The server refuses, and says: {f.Conceal.Show(f.Said!)}.",
            "Look for these words in the server's code or log; compare secret, issuer, audience and the place of the credential on both sides."
        ),
        new(
            HttpAuthentication,
            f => f.Status == 403 && f.Origin is not null,
            "The server refuses without a reason; with an Origin sent, that is what most servers refuse so.",
            "Try without the Origin or with another one: if that opens, add the page's origin to the server's list."
        ),
        new(
            HttpAuthentication,
            f => f.Status == 401,
            f =>
                f.Answer!["WWW-Authenticate"] is null && (f.IsRequestKnown || f.Answer.Headers.Count > 0)
                    ? "The credential is refused by code that does not say why: the answer lacks the WWW-Authenticate that frameworks send."
                    : "The credential is refused without a reason.",
            "Compare secret, issuer, audience and the place of the credential on both sides; the server's log has its view."
        ),
        new(
            HttpAuthentication,
            f => f.Status == 403,
            f =>
                f.Gateway is { } gateway
                    ? $"The application behind {gateway} refuses without a reason, for {gateway}'s own refusals are a page: the credential, its permissions, the Origin, or an address list."
                    : "The server refuses without a reason: the credential, its permissions, the Origin, or an address list.",
            "Look into the server's log at this time. Change one thing at a time: without the credential, with another Origin."
        ),
        new(
            HttpAuthentication,
            f => f.Status == 407,
            "A proxy on the way wants a login of its own.",
            "Configure the proxy's credentials, or connect around it; this diagnosis uses no proxy, so one stands in the way unasked."
        ),
        new(
            HttpAuthentication,
            f => f.Status == 429,
            f =>
                $"Too many attempts{(f.Answer!["Retry-After"] is { } wait ? $"; the server asks to wait: Retry-After {f.Conceal.Name(wait)}" : "")}.",
            "Wait that long, and reconnect with growing pauses; a client that reconnects at once on every refusal causes this."
        ),
    ];

    // A token that its own times acquit on this machine's clock, and a server whose clock is another.
    private static bool IsClockToBlame(HandshakeFacts facts) =>
        facts.Clock is { IsSkewed: true }
        && TokenComplaint.In(facts.Said) is { IsOfTime: true }
        && !facts.IsCredentialExpired
        && !facts.IsCredentialEarly;

    private static string ByClock(HandshakeFacts facts) =>
        facts.Clock switch
        {
            null => ", by this machine's clock",
            { IsSkewed: true } clock => $"; {clock}",
            _ => "",
        };

    // RFC 9110 §11.6.1: the first scheme asked for.
    private static string? Scheme(HandshakeFacts facts) =>
        facts.Answer?["WWW-Authenticate"]?.Split(' ', ',')[0] is not { Length: > 0 and <= 20 } scheme
        || !scheme.All(char.IsAsciiLetter)
            ? null
        : scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? "Bearer"
        : facts.Conceal.Name(scheme);
}
