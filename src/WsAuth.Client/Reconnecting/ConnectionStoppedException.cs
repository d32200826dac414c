using WsAuth.Reasons;

namespace WsAuth.Client.Reconnecting;

/// <summary>A <see cref="ReconnectingWebSocket"/> gave up: connecting again would end in the same way until someone changes something.</summary>
public sealed class ConnectionStoppedException : Exception
{
    internal ConnectionStoppedException(ConnectionEnd end)
        : base($"The connection is not opened again: {end}. {WhatToDo(end)}", end.Exception) => End = end;

    /// <summary>How the last connection, or the last attempt, ended.</summary>
    public ConnectionEnd End { get; }

    private static string WhatToDo(ConnectionEnd end)
    {
        if (end.HasNoCredential)
        {
            return "The provider has none: sign in first.";
        }

        var reason = ReasonCatalogue.All.FirstOrDefault(row => row.Code == end.Reason);
        var isRefusedAgain = ReconnectPolicy.Of(end) == ReconnectAction.Refresh;
        return (reason, isRefusedAgain) switch
        {
            (not null, false) => reason.Fix,
            (not null, true) => $"A new credential was refused as well. {reason.Fix}",
            (null, true) =>
                "A new credential was refused as well: look the attempt up in the server's log; on both sides compare the secrets' fingerprints.",
            _ => "HandshakeDiagnosis.RunAsync says at which step it fails, and what to change.",
        };
    }
}
