namespace WsAuth.Tool.Doctor.Judging;

/// <summary>Where the cause behind a reason of the catalogue is mended: on which side, and in which setting or file.</summary>
internal static class ReasonPlaces
{
    private const string Jwt = "the client's code that makes or fetches the token";

    private static readonly (string[] Codes, Side Side, string Place)[] Rows =
    [
        (
            ["upgrade_missing"],
            Side.Proxy,
            "the configuration of the proxy that drops it (nginx: proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade, proxy_set_header Connection \"upgrade\")"
        ),
        (["version_unsupported"], Side.Client, "the client's WebSocket library"),
        (["origin_refused"], Side.Server, "WsAuth:Origins in the server's configuration"),
        (["subprotocol_missing"], Side.Client, "the list of sub-protocols that the client offers"),
        (
            ["credential_missing"],
            Side.Client,
            "the client's code that opens the connection, or a proxy that drops what it sends"
        ),
        (["credential_misplaced"], Side.Client, "the client's code that puts the credential into the request"),
        (["credential_conflict"], Side.Client, "the client's code: one place, one credential"),
        (
            ["credential_malformed", "token_malformed"],
            Side.Client,
            "the client's code that reads and sends the credential"
        ),
        (
            ["credential_kind_refused"],
            Side.Client,
            "the client's choice of credential, or the kinds in the server's RequireWsAuth(…) of this endpoint"
        ),
        (["credential_too_large"], Side.Client, Jwt),
        (
            ["key_unknown", "signature_mismatch", "secret_mismatch", "algorithm_refused"],
            Side.Both,
            "the sources of the secret on both sides (WsAuth:Secrets:<name>:Order; wsauth secret explain)"
        ),
        (["issuer_refused"], Side.Both, "the token's iss, and WsAuth:Jwt:Issuer of the server"),
        (["audience_refused"], Side.Both, "the token's aud, and WsAuth:Jwt:Audience of the server"),
        (["claim_missing", "type_refused", "token_content_malformed"], Side.Client, Jwt),
        (
            ["subject_mismatch"],
            Side.Client,
            "the agent that the request names (X-Edge-Agent-Id, edge_agent_id), and the token's own"
        ),
        (
            ["token_expired", "token_replayed", "ticket_used"],
            Side.Client,
            "the client's code: a fresh credential for each connection"
        ),
        (["token_not_yet_valid"], Side.Both, "the clocks of issuer and server (NTP)"),
        (["ticket_other_path", "ticket_path_refused"], Side.Client, "the path that the ticket is fetched for"),
        (
            ["ticket_other_instance"],
            Side.Server,
            "WsAuth:Secrets:ticket:Order and a shared ISingleUseStore, or sticky sessions"
        ),
        (["token_revoked"], Side.Client, "the session: it was ended on purpose; log in again"),
        (["not_authorized"], Side.Server, "the endpoint's authorization policy, or the caller's roles and claims"),
        (
            ["too_many_failures", "too_many_connections", "too_many_tickets"],
            Side.Client,
            "the client's pauses between attempts; WsAuth:Limits of the server"
        ),
        (
            ["secret_unavailable", "unavailable"],
            Side.Server,
            "the sources of the server's secrets (WsAuth:Secrets:<name>:Order), or its store; its start-up log names them"
        ),
        (["state_unavailable"], Side.Server, "the server's ISingleUseStore"),
        (
            ["validator_failed", "handler_failed", "never_accepted"],
            Side.Server,
            "the application's code at this endpoint"
        ),
        (
            ["refused_before_authentication", "refused_after_authentication", "refused_elsewhere"],
            Side.Server,
            "the component of the server's pipeline that answered"
        ),
        (["authentication_timeout"], Side.Client, "the client's code: the credential as the first message, at once"),
        (
            ["credential_invalid"],
            Side.Unknown,
            "secret, issuer, audience and claims on both sides: the class does not tell which"
        ),
    ];

    /// <summary>Null for a code that is not of the catalogue.</summary>
    public static (Side Side, string Place)? Find(string? code) =>
        Array.Find(Rows, row => row.Codes.Contains(code)) is { Place: not null } row ? (row.Side, row.Place) : null;
}
