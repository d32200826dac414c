namespace WsAuth.AspNetCore.Observation;

// What became of the sockets that handshakes opened.
internal sealed partial class HandshakeJournal
{
    // Between a handshake's record and its socket's entry into the registry.
    private static readonly TimeSpan LongestOpening = TimeSpan.FromSeconds(5);

    /// <summary>Remembers how an open socket ended, in the place of its handshake, from now on.</summary>
    /// <param name="record">The end.</param>
    /// <param name="since">When the socket was opened.</param>
    public void AddEnd(HandshakeRecord record, DateTimeOffset since)
    {
        var capacity = settings.Current.Journal.Capacity;
        if (capacity == 0)
        {
            return;
        }

        var page = new JournalPage(
            new JournalEntry(record),
            RemoteNetwork.Of(record.RemoteAddress),
            clock.GetTimestamp()
        );
        AttemptIds.TryParse(record.AttemptId, out var own);
        lock (_gate)
        {
            Forget();
            if (FindHandshake(page.Entry, own, record, since) is { } handshake)
            {
                Drop(handshake);
            }

            Place(page, own, record, capacity);
        }
    }

    // The handshake of the socket. A trace may have several, of other callers too: there everything else has to fit as well.
    private JournalPage? FindHandshake(JournalEntry end, UInt128 own, HandshakeRecord record, DateTimeOffset since)
    {
        return Held(own) ?? (record.ChosenAttemptId is { } chosen ? Held(chosen) : null);

        JournalPage? Held(UInt128 id) =>
            _byId.TryGetValue(id, out var page)
            && page.Entry is { Reason: null, IsEnd: false } entry
            && entry.AttemptId == end.AttemptId
            && (
                !record.IsTraceOfCaller
                || (
                    (entry.Endpoint, entry.Caller) == (end.Endpoint, end.Caller)
                    && Equals(entry.RemoteAddress, end.RemoteAddress)
                    && (since - entry.At).Duration() < LongestOpening
                )
            )
                ? page
                : null;
    }
}
