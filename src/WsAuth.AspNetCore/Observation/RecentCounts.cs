namespace WsAuth.AspNetCore.Observation;

/// <summary>How the handshakes of a window ended.</summary>
/// <param name="Accepted">Callers that were let in.</param>
/// <param name="Unguarded">Sockets of endpoints that WsAuth does not guard.</param>
/// <param name="Refused">Refusals by code.</param>
internal sealed record RecentCounts(int Accepted, int Unguarded, IReadOnlyDictionary<string, int> Refused)
{
    public int RefusedCount => Refused.Values.Sum();
}
