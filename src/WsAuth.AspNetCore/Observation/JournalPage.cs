namespace WsAuth.AspNetCore.Observation;

/// <summary>An entry's place in the journal. Everything is used under the journal's lock.</summary>
internal sealed class JournalPage
{
    public JournalPage(JournalEntry entry, RemoteNetwork network, long writtenAt)
    {
        Entry = entry;
        Network = network;
        WrittenAt = writtenAt;
        Arrival = new LinkedListNode<JournalPage>(this);
    }

    public JournalEntry Entry { get; set; }

    public RemoteNetwork Network { get; }

    /// <summary>The monotonic time.</summary>
    public long WrittenAt { get; }

    /// <summary>The ids under which it is found.</summary>
    public UInt128? OwnId { get; set; }

    public UInt128? ChosenId { get; set; }

    /// <summary>Whether a handshake was refused. An end gives way to that as an accepted one does: ten thousand sessions may end in one second.</summary>
    public bool IsRefused => Entry is { Reason: not null, IsEnd: false };

    /// <summary>Its place among the accepted ones or the refused ones.</summary>
    public LinkedListNode<JournalPage> Arrival { get; }

    /// <summary>Its place among the refused ones of its network.</summary>
    public LinkedListNode<JournalPage>? InNetwork { get; set; }
}
