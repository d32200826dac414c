using System.Globalization;
using WsAuth.Reasons;
using WsAuth.Tool.Doctor.Credentials;

namespace WsAuth.Tool.Doctor.Judging;

/// <summary>The handshake was not made, because its ticket was not issued.</summary>
internal static class TicketVerdict
{
    public static Verdict Of(TicketNotIssuedException refused, Examination seen)
    {
        var address = seen.Request.TicketUrl!.GetLeftPart(UriPartial.Path);
        if (refused.Refusal is not { } refusal)
        {
            return new(
                "No ticket was issued, and so no handshake was made: no answer of a ticket endpoint came.",
                "Check --ticket-url: it is the address that answers a POST with a ticket (MapWsAuthTickets).",
                Side.Unknown,
                "the address of the ticket endpoint",
                Confidence.Likely,
                []
            );
        }

        var row = ReasonCatalogue.All.FirstOrDefault(reason => reason.Code == refusal.Reason);
        var place = ReasonPlaces.Find(refusal.Reason);
        var status = ((int)refusal.Status).ToString(CultureInfo.InvariantCulture);
        List<string> evidence =
        [
            $"POST {address}: {status} {row?.Code ?? (place is null ? "" : refusal.Reason)}".TrimEnd(),
        ];
        if (refused.RetryAfter is { } wait)
        {
            evidence.Add(string.Create(CultureInfo.InvariantCulture, $"Retry-After: {wait.TotalSeconds:0} s"));
        }

        return new(
            $"No ticket was issued, and so no handshake was made: the ticket endpoint answered {status}. {row?.Explanation}".TrimEnd(),
            row?.Fix
                ?? "Look at the credential that buys the ticket; the server's log has the reason (plain requests are logged at Information).",
            place?.Side ?? Side.Unknown,
            place?.Place ?? "the credential that the ticket is fetched with",
            row is null ? Confidence.Guess : Confidence.Certain,
            evidence
        );
    }
}
