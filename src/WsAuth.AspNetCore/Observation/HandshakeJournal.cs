using WsAuth.Options;

namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// Remembers handshakes for some minutes under their attempt ids, so that a client can ask why it was refused. Bounded and safe for use by
/// many threads; a record is made ready outside of the lock, and what happens inside is a few links.
/// </summary>
/// <remarks>
/// When it is full, an accepted handshake gives way first, the oldest before the others, and a new accepted one is not kept where
/// there is none to give way. Then a network that holds more than its share loses its own oldest, so that a flood from one address
/// pushes nobody else's out; otherwise the oldest of all goes.
/// <para>
/// An id that the server made wins. Of ids that callers made (their own attempt id, or the trace that they brought along) the first one
/// counts, and nothing that is remembered under an id is ever shown as something else.
/// </para>
/// </remarks>
internal sealed partial class HandshakeJournal(WsAuthSettings settings, TimeProvider clock)
{
    /// <summary>Which part of the journal one network may fill when others want room.</summary>
    internal const int Shares = 8;

    // So that nobody pays for a long silence at once.
    private const int MostForgottenAtOnce = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, JournalPage> _byId = [];
    private readonly Dictionary<RemoteNetwork, LinkedList<JournalPage>> _byNetwork = [];
    private readonly LinkedList<JournalPage> _accepted = [];
    private readonly LinkedList<JournalPage> _refused = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _accepted.Count + _refused.Count;
            }
        }
    }

    /// <summary>Remembers a handshake. A plain request is remembered where it was refused.</summary>
    public void Add(HandshakeRecord record)
    {
        var capacity = settings.Current.Journal.Capacity;
        if (capacity == 0 || (record.IsAccepted && !record.IsHandshake))
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
            Place(page, own, record, capacity);
        }
    }

    /// <summary>Replaces what is remembered of a handshake by what was found out later.</summary>
    /// <param name="attemptId">Its attempt id, the server's own.</param>
    /// <param name="record">The whole record; it was refused or accepted as before.</param>
    public void Amend(string attemptId, HandshakeRecord record)
    {
        if (!AttemptIds.TryParse(attemptId, out var id))
        {
            return;
        }

        var entry = new JournalEntry(record);
        lock (_gate)
        {
            // Of two handshakes in one trace the first may be found under its id, and the second under the one that its client chose.
            if (!TryAmend(id, entry) && record.ChosenAttemptId is { } chosen)
            {
                TryAmend(chosen, entry);
            }
        }
    }

    /// <summary>What is remembered under an id; null where it is nothing, or no id.</summary>
    public JournalEntry? Find(string? id)
    {
        if (!AttemptIds.TryParse(id, out var key))
        {
            return null;
        }

        lock (_gate)
        {
            Forget();
            return _byId.TryGetValue(key, out var page) && !IsOver(page) ? page.Entry : null;
        }
    }

    private void Place(JournalPage page, UInt128 own, HandshakeRecord record, int capacity)
    {
        page.OwnId = record.IsTraceOfCaller && _byId.ContainsKey(own) ? null : own;
        page.ChosenId = record.ChosenAttemptId is { } chosen && !_byId.ContainsKey(chosen) ? chosen : null;
        if ((page.OwnId is not null || page.ChosenId is not null) && MakeRoom(page, capacity))
        {
            Write(page);
        }
    }

    private bool TryAmend(UInt128 id, JournalEntry entry)
    {
        if (
            !_byId.TryGetValue(id, out var page)
            || page.Entry.At != entry.At
            || page.Entry.AttemptId != entry.AttemptId
            || page.IsRefused != (entry.Reason is not null)
        )
        {
            return false;
        }

        page.Entry = entry;
        return true;
    }

    private void Write(JournalPage page)
    {
        if (page.OwnId is { } own)
        {
            _byId[own] = page;
        }

        if (page.ChosenId is { } chosen)
        {
            _byId.TryAdd(chosen, page);
        }

        (page.IsRefused ? _refused : _accepted).AddLast(page.Arrival);
        if (page.IsRefused)
        {
            if (!_byNetwork.TryGetValue(page.Network, out var ofNetwork))
            {
                _byNetwork[page.Network] = ofNetwork = [];
            }

            page.InNetwork = ofNetwork.AddLast(page);
        }
    }

    // Whether there is room for this one now. The capacity may have been made smaller.
    private bool MakeRoom(JournalPage page, int capacity)
    {
        while (_accepted.Count + _refused.Count >= capacity)
        {
            if (_accepted.First is { } accepted)
            {
                Drop(accepted.Value);
            }
            else if (!page.IsRefused)
            {
                return false;
            }
            else
            {
                var isOverShare =
                    _byNetwork.TryGetValue(page.Network, out var ofNetwork) && ofNetwork.Count > capacity / Shares;
                Drop(isOverShare ? ofNetwork!.First!.Value : _refused.First!.Value);
            }
        }

        return true;
    }

    private void Forget()
    {
        for (var i = 0; i < MostForgottenAtOnce; i++)
        {
            if (_refused.First is { } refused && IsOver(refused.Value))
            {
                Drop(refused.Value);
            }
            else if (_accepted.First is { } accepted && IsOver(accepted.Value))
            {
                Drop(accepted.Value);
            }
            else
            {
                return;
            }
        }
    }

    private void Drop(JournalPage page)
    {
        page.Arrival.List!.Remove(page.Arrival);
        if (page.InNetwork is { List: { } ofNetwork } inNetwork)
        {
            ofNetwork.Remove(inNetwork);
            if (ofNetwork.Count == 0)
            {
                _byNetwork.Remove(page.Network);
            }
        }

        Release(page.OwnId, page);
        Release(page.ChosenId, page);
    }

    private void Release(UInt128? id, JournalPage page)
    {
        if (id is { } held && _byId.TryGetValue(held, out var holder) && ReferenceEquals(holder, page))
        {
            _byId.Remove(held);
        }
    }

    private bool IsOver(JournalPage page) => clock.GetElapsedTime(page.WrittenAt) >= settings.Current.Journal.Retention;
}
