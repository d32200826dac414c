using System.Globalization;
using WsAuth.Client.Diagnosis;
using WsAuth.Reasons;
using WsAuth.Tool.Doctor.Credentials;

namespace WsAuth.Tool.Doctor.Judging;

/// <summary>The handshake was not made, because its ticket was not issued.</summary>
internal static class TicketVerdict
{
    private const string Before = "No ticket was issued, and so no handshake was made:";

    public static Verdict Of(TicketNotIssuedException refused, Examination seen)
    {
        var address = Concealment.Address(seen.Request.TicketUrl!);
        if (refused.Answer is not { } answer)
        {
            return TicketPlaces.OfSilence(refused, seen.Request, address, Before);
        }

        var evidence = Evidence(refused, answer, address);
        var payer = (seen.Supply as TicketSupply)?.Payer ?? seen.Supply;
        if (answer.Reason == ReasonCatalogue.SignatureMismatch.WireClass)
        {
            return new InvalidCredential(
                new OwnSide(seen.Request, payer, answer.Paid),
                payer,
                answer.AttemptId
            ).Verdict(evidence, $"{Before} the credential that buys it is not valid there ({answer.Status}).");
        }

        if (answer.Reason == ReasonCatalogue.CredentialMissing.Code && answer.Paid is not null)
        {
            return new(
                $"{Before} the endpoint saw no credential, although one was sent in the Authorization header: a hop on the way drops it.",
                "Let every proxy before the ticket endpoint pass Authorization on (nginx: proxy_set_header, auth_basic).",
                Side.Proxy,
                "the configuration of the proxy that drops Authorization",
                Confidence.Certain,
                evidence
            );
        }

        if (answer.Reason == ReasonCatalogue.CredentialMissing.Code)
        {
            return new(
                $"{Before} the endpoint wants a credential, and this call had none to send{NothingToSend.Because(seen)}",
                NothingToSend.Change,
                Side.Client,
                NothingToSend.Place,
                Confidence.Certain,
                evidence
            );
        }

        if (
            ReasonCatalogue.All.FirstOrDefault(reason => reason.Code == answer.Reason) is { } row
            && ReasonPlaces.Find(answer.Reason) is { } place
        )
        {
            return new(
                $"{Before} the ticket endpoint answered {answer.Status}. {row.Explanation}",
                row.Fix,
                place.Side,
                place.Place,
                Confidence.Certain,
                evidence
            );
        }

        return TicketPlaces.OfAnswer(answer, address, Before, evidence);
    }

    private static List<string> Evidence(TicketNotIssuedException refused, TicketAnswer answer, string address)
    {
        var known = ReasonPlaces.Find(answer.Reason) is not null ? answer.Reason : null;
        List<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"POST {address}: {answer.Status} {known}").TrimEnd(),
        ];
        AddWhere(
            answer.Paid is { KeyFingerprint: var key } && key.StartsWith("fp:", StringComparison.Ordinal),
            $"it was to be bought with key {answer.Paid?.KeyFingerprint} from {answer.Paid?.Source}"
        );
        AddWhere(answer.AttemptId is not null, $"attempt {answer.AttemptId}: look it up in the server's log");
        AddWhere(answer.RedirectsTo is not null, $"Location: {answer.RedirectsTo}");
        AddWhere(answer.Allow is not null, $"Allow: {answer.Allow}");
        AddWhere(answer.Server is not null, $"Server: {answer.Server}");
        AddWhere(answer.IsHtml, "the answer is a page of HTML");
        if (refused.RetryAfter is { } wait)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"Retry-After: {wait.TotalSeconds:0} s"));
        }

        return lines;

        void AddWhere(bool isSo, string line)
        {
            if (isSo)
            {
                lines.Add(line);
            }
        }
    }
}
