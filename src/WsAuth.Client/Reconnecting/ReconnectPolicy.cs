using System.Collections.Frozen;
using System.Net;
using WsAuth.Reasons;

namespace WsAuth.Client.Reconnecting;

/// <summary>
/// What follows each end of a connection: by the reason of WsAuth where one is known, else by the close code, the status, or that nobody
/// answered. src/js/wsauth.mjs has the same tables; a test holds the two together.
/// </summary>
internal static class ReconnectPolicy
{
    // Observed by WsAuth, not decided by it: the status is that of whoever answered, and tells more.
    private const string RefusedElsewhere = "refused_elsewhere";

    // May go well the second time, though not for the credential's sake.
    private static readonly FrozenSet<Reason> Passing = FrozenSet.Create(
        ReasonCatalogue.ExpiredWhileConnected,
        ReasonCatalogue.AuthenticationTimeout,
        ReasonCatalogue.TicketOtherInstance
    );

    /// <summary>The action of every wire class: the most hopeful one of the reasons that it stands for.</summary>
    public static FrozenDictionary<string, ReconnectAction> Reasons { get; } =
        ReasonCatalogue
            .All.GroupBy(row => row.WireClass, StringComparer.Ordinal)
            .Where(rows => rows.Key != RefusedElsewhere)
            .ToFrozenDictionary(rows => rows.Key, OfRows, StringComparer.Ordinal);

    public static ReconnectAction Of(ConnectionEnd end)
    {
        if (end.HasNoCredential)
        {
            return ReconnectAction.Stop;
        }

        if (
            end.Reason is { } reason
            && (end.CloseCode is not { } used || IsOurs(used))
            && Reasons.TryGetValue(reason, out var action)
        )
        {
            return action;
        }

        return end.CloseCode is { } code ? OfCloseCode(code)
            : end.Status is { } status ? OfStatus(status)
            : ReconnectAction.Retry;
    }

    // RFC 6455 §7.4.1 and the registry of RFC 6455 §11.7.
    private static ReconnectAction OfCloseCode(int code) =>
        code switch
        {
            1000 => ReconnectAction.Done,
            1011 or 1013 or 4429 => ReconnectAction.Wait,
            1001 or 1005 or 1006 or 1012 or 1014 or 1015 => ReconnectAction.Retry,
            3000 or 4401 => ReconnectAction.Refresh,
            4408 => ReconnectAction.Renew,
            < 3000 or 3003 or 4400 or 4403 => ReconnectAction.Stop,
            _ => ReconnectAction.Retry,
        };

    private static ReconnectAction OfStatus(HttpStatusCode status) =>
        (int)status switch
        {
            401 => ReconnectAction.Refresh,
            429 or 503 => ReconnectAction.Wait,
            408 or 425 or >= 500 => ReconnectAction.Retry,
            _ => ReconnectAction.Stop,
        };

    // Any other code was chosen by the application, and its text means what the application says.
    private static bool IsOurs(int closeCode) => closeCode is 4400 or 4401 or 4403 or 4408 or 4429 or 1011;

    private static ReconnectAction OfRows(IEnumerable<Reason> rows)
    {
        var all = rows.ToList();
        return all.Any(Passing.Contains) ? ReconnectAction.Renew
            : all.Any(row => row.Retry == RetryAdvice.RefreshCredential) ? ReconnectAction.Refresh
            : all.Any(row => row.Retry == RetryAdvice.Wait) ? ReconnectAction.Wait
            : ReconnectAction.Stop;
    }
}
