using System.Globalization;
using WsAuth.Reasons;
using WsAuth.State;

namespace WsAuth.AspNetCore.Connections;

/// <summary>Why the server ends a live connection, and what it tells the client (RFC 6455 §7.4).</summary>
/// <param name="Code">The close code.</param>
/// <param name="Text">The close frame's text; at most 123 bytes.</param>
/// <param name="Reason">The row of the catalogue; null where the end is nobody's fault.</param>
/// <param name="Detail">What is particular to this end, for the log.</param>
internal sealed record ConnectionEnding(int Code, string Text, Reason? Reason = null, string? Detail = null)
{
    /// <summary>Why, where the catalogue's sentence, which is about handshakes, is not it.</summary>
    public string? Explanation { get; init; }

    /// <summary>What to do about it, where the catalogue's advice is not it.</summary>
    public string? Fix { get; init; }

    /// <summary>Its name in metrics: never a text of the application's own, of which there may be any number.</summary>
    public string Name => Reason?.Code ?? (ReferenceEquals(this, ServerStopping) ? Text : "disconnected");

    /// <summary>The application stops.</summary>
    public static ConnectionEnding ServerStopping { get; } = new(1001, "server_stopping");

    public static ConnectionEnding Of(Reason reason, string detail) =>
        new(reason.CloseCode!.Value, reason.WireClass, reason, detail);

    public static ConnectionEnding Expired(DateTimeOffset? sessionEnd) =>
        Of(
            ReasonCatalogue.ExpiredWhileConnected,
            string.Create(CultureInfo.InvariantCulture, $"The session ended at {sessionEnd:yyyy-MM-dd'T'HH:mm:ss'Z'}.")
        );

    /// <summary>It could not be found out often enough whether the socket may stay.</summary>
    public static ConnectionEnding Unanswered(int count, string asked, string fault) =>
        Of(
            ReasonCatalogue.StateUnavailable,
            count == 1
                ? $"Its revalidation failed: {fault}."
                : $"Its revalidation failed {count} times in a row; the last time {fault}."
        ) with
        {
            Explanation = "Whether the open socket may stay could not be found out.",
            Fix =
                $"Look at {asked} and what it asks, a database of the application's for example; event 2121 of the log has the stack of what was thrown. Clients may come back.",
        };

    public static ConnectionEnding Revoked(Revocation revocation, DateTimeOffset now) =>
        Of(
            ReasonCatalogue.RevokedWhileConnected,
            string.Create(
                CultureInfo.InvariantCulture,
                $"It was revoked {revocation} at {now:yyyy-MM-dd'T'HH:mm:ss'Z'}."
            )
        ) with
        {
            Fix = revocation.Fix,
        };
}
