namespace WsAuth.Options;

/// <summary>How much one client may take, and all of them together; section <c>WsAuth:Limits</c>.</summary>
public sealed class LimitOptions
{
    /// <summary>How many sockets one subject may have open at a time in this process; the next one is refused <c>429 too_many_connections</c>.</summary>
    /// <value>Default: null, no limit.</value>
    public int? ConnectionsPerSubject { get; set; }

    /// <summary>How many sockets may be open at a time in this process whose caller is known.</summary>
    /// <value>Default: null, no limit.</value>
    public int? ConnectionsInAll { get; set; }

    /// <summary>
    /// How many attempts of one client may be refused as <c>credential_invalid</c> within <see cref="FailureWindow"/>; further ones are refused
    /// <c>429 too_many_failures</c>. One client is whom the attempt claims to be of, at one address, of IPv6 one /64 network. A valid credential is let in all the
    /// same. Up to 100,000; zero switches it off.
    /// </summary>
    /// <value>Default: 20.</value>
    public int FailedAttempts { get; set; } = 20;

    /// <summary>How long failed attempts are counted, from the first one on; 1 second to 1 hour.</summary>
    /// <value>Default: 1 minute.</value>
    public TimeSpan FailureWindow { get; set; } = TimeSpan.FromMinutes(1);
}
