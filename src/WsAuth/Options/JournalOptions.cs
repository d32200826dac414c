namespace WsAuth.Options;

/// <summary>What a server remembers of past handshakes, so that their clients can ask about them; section <c>WsAuth:Journal</c>.</summary>
public sealed class JournalOptions
{
    /// <summary>How long a handshake can be asked about; 10 seconds to 1 hour.</summary>
    /// <value>Default: 5 minutes.</value>
    public TimeSpan Retention { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many handshakes are remembered at most, up to 100,000; zero remembers none. One takes about 1 KiB, and 5 KiB at most.</summary>
    /// <value>Default: 2000.</value>
    public int Capacity { get; set; } = 2000;

    /// <summary>How often a minute one address, of IPv6 one /64 network, may ask about handshakes; 1 to 100,000.</summary>
    /// <value>Default: 120.</value>
    public int QuestionsPerMinute { get; set; } = 120;
}
