using System.Text;

namespace WsAuth.Client.Diagnosis;

/// <summary>Says what came instead of an HTTP answer.</summary>
internal static class NoAnswer
{
    private const int LongestShown = 64;

    private static readonly (string Start, string Name)[] Known =
    [
        ("SSH-", "an SSH server"),
        ("220 ", "a mail or FTP server"),
        ("* OK", "an IMAP server"),
        ("+OK", "a POP3 server"),
        ("-ERR", "a Redis server"),
        ("RFB ", "a VNC server"),
    ];

    public static string Describe(Obstacle obstacle, ReadOnlySpan<byte> received, Concealment conceal) =>
        obstacle switch
        {
            Obstacle.ClosedWithoutAnswer => "the connection was closed without a byte",
            Obstacle.Reset => "the connection was reset",
            Obstacle.AnswerTimedOut => received.IsEmpty
                ? "no byte came in time"
                : "the answer's head did not come to its end in time",
            Obstacle.HeadTooLarge => "its head is larger than 32 KiB",
            Obstacle.HeadBroken =>
                $"its head begins with {Quote(received, conceal)} and is incomplete or has lines that are no headers",
            Obstacle.TlsServerOnPlainPort => "the port answers in TLS",
            _ => Name(received) ?? $"its first words are {Quote(received, conceal)}",
        };

    private static string? Name(ReadOnlySpan<byte> received)
    {
        // RFC 9113 §4.1: a SETTINGS frame on stream 0.
        if (received.Length >= 9 && received[..2].SequenceEqual("\0\0"u8) && received[3] == 4)
        {
            return "an HTTP/2 server, which takes no HTTP/1.1 on this port";
        }

        var start = Encoding.Latin1.GetString(received[..Math.Min(received.Length, 8)]);
        return Array.Find(Known, it => start.StartsWith(it.Start, StringComparison.Ordinal)).Name;
    }

    private static string Quote(ReadOnlySpan<byte> received, Concealment conceal) =>
        conceal.Show(Encoding.Latin1.GetString(received[..Math.Min(received.Length, LongestShown)]));
}
