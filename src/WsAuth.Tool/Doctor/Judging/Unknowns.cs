using System.Globalization;
using WsAuth.Reasons;
using WsAuth.Tool.Doctor.Probes;

namespace WsAuth.Tool.Doctor.Judging;

/// <summary>What could not be known from here, and how it could be.</summary>
internal static class Unknowns
{
    private static readonly TimeSpan LongSettle = TimeSpan.FromSeconds(61);

    public static IReadOnlyList<string> Of(Examination seen) => [.. Lines(seen)];

    private static IEnumerable<string> Lines(Examination seen)
    {
        if (seen.Primary is not { } primary)
        {
            yield break;
        }

        var diagnosis = primary.Diagnosis;
        if (
            diagnosis.Reason == ReasonCatalogue.SignatureMismatch.WireClass
            && diagnosis.Facts.Explanation?.Code is null
        )
        {
            yield return $"which of the causes behind {diagnosis.Reason} it is: the server tells operators alone (--operator-token-from-env), and its log under attempt {diagnosis.AttemptId ?? "unknown"}";
        }
        else if (
            !primary.Opened
            && diagnosis.Status is not null
            && diagnosis.Reason is null or "refused_elsewhere"
            && diagnosis.Facts.Explanation?.Code is null
        )
        {
            yield return "why the server answers so, beyond what stands in its answer: its log at this time tells";
        }

        if (seen.AreSecretsAsked && seen.Secrets is null && !primary.Opened)
        {
            yield return "whether the server holds the same secret: it shows its report to operators alone, or at another address (--diagnostics)";
        }

        if (seen.Supply.Fault is not null)
        {
            yield return "what becomes of a credential: none could be minted here, and none was given";
        }

        if (diagnosis.Status is not null && diagnosis.ClockOffset is null)
        {
            yield return "the server's clock: its answer has no fresh Date";
        }

        if (primary.Opened && seen.Request.Settle < LongSettle)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"whether the socket stays open while it is silent: it was watched for {seen.Request.Settle.TotalSeconds:0.###} s only, and hops cut idle connections after 60 s mostly (--settle 90)"
            );
        }

        if (seen.Request.Origin is null && primary.Opened)
        {
            yield return "whether a page may connect: browsers send an Origin, and --origin was not given";
        }

        if (seen.Http2 == Http2Offer.Unknown)
        {
            yield return "whether the server takes WebSockets over HTTP/2: it did not tell its settings";
        }

        if (seen.Request.AcceptsAnyCertificate)
        {
            yield return "who answered: with --insecure anybody on the way may have";
        }

        if (seen.Request.IsQuick)
        {
            yield return "everything that a second handshake tells: --quick makes one";
        }
    }
}
