using System.Globalization;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.State;

namespace WsAuth.Tokens.Ticket;

/// <summary>Whether an authentic ticket is good now and here: times, path, instance, origin, and that the request is a handshake.</summary>
internal sealed class TicketPlace(TicketInstance instance, ISingleUseStore store, TimeProvider clock)
{
    // Between replicas with a shared store; a ticket's end has no tolerance at all.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(30);

    // A shared store may see the ticket again by the clock of another replica.
    private static readonly TimeSpan SharedMargin = TimeSpan.FromMinutes(10);

    /// <summary>The refusal of a ticket that is out of time or out of place; null where it may be redeemed.</summary>
    public TokenVerdict? Check(AuthenticTicket ticket, HandshakeRequest request) =>
        Explain(ticket.Content, request) is { Reason: { } reason } refused
            ? TokenVerdict.Refused(reason, refused.Detail, ticket.Key)
            : null;

    /// <summary>How long its use has to be remembered.</summary>
    public TimeSpan TimeLeft(TicketContent ticket) =>
        ticket.ExpiresAt - Now(ticket) + (store.IsShared ? SharedMargin : TimeSpan.Zero);

    private (Reason? Reason, string Detail) Explain(TicketContent ticket, HandshakeRequest request) =>
        CheckTimes(ticket) is { Reason: not null } untimely ? untimely
        : ticket.Path != request.Path
            ? (
                ReasonCatalogue.TicketOtherPath,
                $"It is for {ClientText.Quote(ticket.Path)}, this handshake is for {ClientText.Quote(request.Path)}."
            )
        : !store.IsShared && ticket.Instance != instance.Id
            ? (
                ReasonCatalogue.TicketOtherInstance,
                "Its ins names another start of a process: what is used up there cannot be seen by the in-memory store of this one."
            )
        : ticket.Origin is not null && ticket.Origin != request.Header("Origin").ToString()
            ? (ReasonCatalogue.TicketOtherPath, DescribeOrigin(ticket.Origin, request.Header("Origin").ToString()))
        : !request.IsHandshake
            ? (
                ReasonCatalogue.UpgradeMissing,
                "A ticket opens WebSocket handshakes only, and this is a plain HTTP request; the ticket is not used up."
            )
        : default;

    private (Reason? Reason, string Detail) CheckTimes(TicketContent ticket)
    {
        var now = Now(ticket);
        if (now >= ticket.ExpiresAt)
        {
            return (
                ReasonCatalogue.TokenExpired,
                $"The ticket expired {Seconds(now - ticket.ExpiresAt)} s ago ({Time(ticket.ExpiresAt)}); it was good for {Seconds(ticket.ExpiresAt - ticket.IssuedAt)} s."
            );
        }

        if (ticket.IssuedAt - now > ClockTolerance)
        {
            return (
                ReasonCatalogue.TokenNotYetValid,
                $"The ticket's iat lies {Seconds(ticket.IssuedAt - now)} s ahead ({Time(ticket.IssuedAt)})."
            );
        }

        if (ticket.ExpiresAt - ticket.IssuedAt > TicketOptions.LongestLifetime)
        {
            return (
                ReasonCatalogue.TokenContentMalformed,
                $"It would be good for {Seconds(ticket.ExpiresAt - ticket.IssuedAt)} s; a ticket is good for {Seconds(TicketOptions.LongestLifetime)} s at most."
            );
        }

        return ticket.SessionEnd is { } end && clock.GetUtcNow() >= end
            ? (
                ReasonCatalogue.TokenExpired,
                $"The session that the ticket belongs to ended {Seconds(clock.GetUtcNow() - end)} s ago ({Time(end)})."
            )
            : default;
    }

    // What this process issued and alone redeems is measured by its own steady time.
    private DateTimeOffset Now(TicketContent ticket) =>
        !store.IsShared && ticket.Instance == instance.Id ? instance.Clock.GetUtcNow() : clock.GetUtcNow();

    private static string DescribeOrigin(string expected, string seen) =>
        $"It is for the origin {ClientText.Quote(expected)}, this handshake comes from {(seen.Length == 0 ? "none" : ClientText.Quote(seen))}.";

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
