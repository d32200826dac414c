using WsAuth.Tool.Doctor.Credentials;

namespace WsAuth.Tool.Doctor.Judging;

/// <summary>Where to look where no ticket endpoint answered, or one without a reason of this library.</summary>
internal static class TicketPlaces
{
    private const string Option = "--ticket-url, or the address that the server gives MapWsAuthTickets";

    /// <summary>No answer came.</summary>
    public static Verdict OfSilence(
        TicketNotIssuedException refused,
        DoctorRequest request,
        string address,
        string before
    )
    {
        var place = $"{request.TicketUrl!.IdnHost} port {request.TicketUrl.Port}";
        var (cause, change, side, where) = (refused.InnerException as HttpRequestException)?.HttpRequestError switch
        {
            null => (
                $"{place} did not answer the POST within {request.Timeout.TotalSeconds:0.###} s.",
                "Look for what the ticket endpoint waits for; --timeout gives it longer.",
                Side.Server,
                "the server's ticket endpoint, and the hops before it"
            ),
            HttpRequestError.NameResolutionError => (
                $"the name {request.TicketUrl.IdnHost} does not resolve.",
                "Correct the host in --ticket-url, or the DNS record.",
                Side.Network,
                "the host of --ticket-url, or the DNS"
            ),
            HttpRequestError.ConnectionError => (
                $"no connection to {place} comes about.",
                "Start the server, or correct host and port of --ticket-url.",
                Side.Network,
                "the port of --ticket-url, or the server's process and the address that it listens on"
            ),
            HttpRequestError.SecureConnectionError => (
                $"TLS with {place} fails, or its certificate is not trusted here.",
                "Connect by the name that the certificate is for, or make this machine trust its issuer; where the port speaks plain HTTP, use http://.",
                Side.Server,
                "the certificate of the ticket endpoint, or the scheme of --ticket-url"
            ),
            _ => (
                "what answers the POST is no whole HTTP answer.",
                "Check --ticket-url: it is the address that answers a POST with a ticket (MapWsAuthTickets).",
                Side.Unknown,
                Option
            ),
        };
        return new($"{before} {cause}", change, side, where, Confidence.Likely, [$"POST {address}: no answer"]);
    }

    /// <summary>An answer came, and it tells no reason.</summary>
    public static Verdict OfAnswer(TicketAnswer answer, string address, string before, IReadOnlyList<string> evidence)
    {
        var (cause, change, side, where, confidence) = Judge(answer, address);
        return new($"{before} {cause}", change, side, where, confidence, evidence);
    }

    private static (string Cause, string Change, Side Side, string Where, Confidence Confidence) Judge(
        TicketAnswer answer,
        string address
    ) =>
        answer.Status switch
        {
            >= 200 and < 300 => (
                $"{address} answers {answer.Status} with {(answer.IsHtml ? "a page of a website" : "something else than a ticket")}.",
                "Correct --ticket-url: it is the address that MapWsAuthTickets serves. Many sites answer an unknown path with their first page.",
                Side.Client,
                Option,
                Confidence.Likely
            ),
            >= 300 and < 400 when answer.IsLogin => (
                $"the POST is sent to a login ({answer.RedirectsTo}): what stands before the ticket endpoint wants a session, and does not look at the bearer token.",
                "Let the ticket endpoint answer to bearer tokens, and 401 instead of a redirection; take it out of the login's paths.",
                Side.Server,
                "the authentication before the ticket endpoint",
                Confidence.Likely
            ),
            >= 300 and < 400 => (
                $"the POST is redirected{(answer.RedirectsTo is { } to ? $" to {to}" : "")}.",
                "Give --ticket-url the address that it leads to: scheme, host, trailing slash. A redirection mostly drops the Authorization header and the POST.",
                Side.Client,
                Option,
                Confidence.Likely
            ),
            404 => (
                $"nothing is at {address}.",
                "Correct the path of --ticket-url; a proxy may have added or taken off a prefix.",
                Side.Client,
                Option,
                Confidence.Likely
            ),
            405 => (
                $"{address} takes {answer.Allow ?? "another method"}, and tickets are fetched by POST.",
                "Correct the path of --ticket-url; where it is right, let a proxy before it pass POST on.",
                Side.Client,
                Option,
                Confidence.Likely
            ),
            429 => (
                "too many requests (429).",
                "Wait, and ask more slowly.",
                Side.Client,
                "the client's pauses between attempts",
                Confidence.Certain
            ),
            502 or 503 or 504 => (
                $"a gateway answered {answer.Status}{(answer.Server is { } gateway ? $" ({gateway})" : "")}, or the application says that it is not available.",
                "Check that the application runs at the address that the proxy forwards to, and is healthy there.",
                Side.Server,
                "the application behind the gateway, and the gateway's upstream address",
                Confidence.Likely
            ),
            >= 500 => (
                $"the server failed ({answer.Status}).",
                "Look for an exception in the log of the application or of the gateway that answered.",
                Side.Server,
                "the server's log at this time",
                Confidence.Likely
            ),
            403 => (
                $"the endpoint, or a hop before it, refuses the POST (403) without a reason{(answer.IsHtml ? ", with a page as gateways have one" : "")}.",
                "Look into the log of the server and of its proxies at this time: an access rule, a check of the Origin or against CSRF, or the permissions of the credential.",
                Side.Unknown,
                "the rule that refuses: of a proxy, or of the server",
                Confidence.Guess
            ),
            401 => (
                "the credential that buys the ticket is refused (401) without a reason.",
                "Compare the secret that it is made with on both sides, its issuer and audience; the server's log has its view.",
                Side.Unknown,
                "the credential that the ticket is fetched with",
                Confidence.Guess
            ),
            _ => (
                $"{address} answered {answer.Status}, and does not say why.",
                "Look into the server's log at this time (plain requests are logged at Information).",
                Side.Unknown,
                Option,
                Confidence.Guess
            ),
        };
}
