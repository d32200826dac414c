using System.Net;
using WsAuth.Client.Reconnecting;

namespace WsAuth.Client.Tests.Reconnecting;

/// <summary>Ends in a row: each with the seconds that the socket was open, and that passed besides.</summary>
internal sealed record PolicySequence(
    string Name,
    params IReadOnlyList<(ConnectionEnd End, double OpenFor, double Pause)> Ends
);

internal static class PolicySequences
{
    private static readonly ConnectionEnd Lost = new();
    private static readonly ConnectionEnd Invalid = Refused(401, "credential_invalid");
    private static readonly ConnectionEnd Expired = new() { CloseCode = 4401, Reason = "expired_while_connected" };

    public static IReadOnlyList<PolicySequence> All { get; } =
    [
        new("the back-off doubles up to its cap", [.. Enumerable.Repeat((Lost, 0.0, 0.0), 9)]),
        new("an open socket alone forgets nothing", (Lost, 0, 0), (Lost, 9.9, 0), (Lost, 9.9, 0), (Lost, 9.9, 0)),
        new("a stable connection forgets the failures", (Lost, 0, 0), (Lost, 0, 0), (Lost, 10, 0), (Lost, 0, 0)),
        new("a new credential is refused as well", (Invalid, 0, 0), (Invalid, 0, 0)),
        new("a new credential has grown old", (Invalid, 0, 0), (Lost, 0, 59), (Invalid, 0, 1), (Invalid, 0, 0)),
        new("sessions of a useful length", (Expired, 10, 0), (Expired, 10, 0), (Expired, 10, 0)),
        new("sessions that are too short", (Expired, 5, 0), (Expired, 5, 0), (Expired, 5, 0), (Expired, 5, 0)),
        new("a short session, then a refusal", (Expired, 5, 0), (Invalid, 0, 0)),
        new(
            "Retry-After is the least",
            (Refused(429, "too_many_failures", 60), 0, 0),
            (Refused(429, null, 0), 0, 0),
            (Refused(503, null, 7), 0, 0),
            (Refused(502, null, 7), 0, 0),
            (Refused(401, null, 3), 0, 0),
            (Refused(429, null, 4294967295), 0, 0)
        ),
        new("without Retry-After", (Refused(503, "unavailable"), 0, 0), (Refused(429, "too_many_tickets"), 0, 0)),
        new("nobody is signed in", (new() { HasNoCredential = true }, 0, 0)),
        new("the server is done", (new() { CloseCode = 1000 }, 1, 0)),
    ];

    private static ConnectionEnd Refused(int status, string? reason, double? retryAfter = null) =>
        new()
        {
            Status = (HttpStatusCode)status,
            Reason = reason,
            RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
}
