using System.Globalization;
using System.Text;

namespace WsAuth.Client.Diagnosis;

/// <summary>Reads one answer, bounded: a head of at most 32 KiB, of a body the first 16 KiB (RFC 9112).</summary>
internal sealed class HttpAnswerReader(Stream stream)
{
    private const int LongestHead = 32 * 1024;
    private const int LongestBody = 16 * 1024;

    private readonly byte[] _buffer = new byte[LongestHead + LongestBody];
    private int _start;
    private int _end;

    /// <summary>What came before it was clear that no answer does.</summary>
    public ReadOnlySpan<byte> Received => _buffer.AsSpan(0, _end);

    /// <summary>Why there is no answer.</summary>
    public Obstacle Obstacle { get; private set; }

    /// <summary>The head, interim answers passed over (RFC 9110 §15.2); null where none came, and <see cref="Obstacle"/> says why.</summary>
    public async Task<HttpAnswer?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = Unread.IndexOf("\r\n\r\n"u8);
            if (length >= 0)
            {
                var head = Encoding.Latin1.GetString(Unread[..length]);
                _start += length + 4;
                var answer = Parse(head);
                if (answer is null || answer.Status is >= 200 or 101)
                {
                    return answer is null
                        ? Fail(Obstacle.HeadBroken)
                        : answer with
                        {
                            Rest = _buffer.AsMemory(_start, _end - _start),
                        };
                }
            }
            else if (_end >= LongestHead)
            {
                return Fail(Obstacle.HeadTooLarge);
            }
            else if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return Fail(_end == _start ? Obstacle.ClosedWithoutAnswer : Obstacle.HeadBroken);
            }
            else if (!"HTTP/"u8.StartsWith(Unread[..Math.Min(5, _end - _start)]))
            {
                return Fail(TlsRecord.IsTls(Unread) ? Obstacle.TlsServerOnPlainPort : Obstacle.NotHttp);
            }
        }
    }

    /// <summary>The same answer with what came of its body; one that breaks off is taken as far as it came.</summary>
    public async Task<HttpAnswer> ReadBodyAsync(HttpAnswer answer, CancellationToken cancellationToken)
    {
        var isChunked = answer.Lists("Transfer-Encoding", "chunked");
        var wanted =
            answer.Status is 204 or 304 ? 0
            : !isChunked
            && long.TryParse(answer["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? (int)Math.Min(length, LongestBody)
            : LongestBody;
        try
        {
            while (
                Unread.Length < wanted
                && !(isChunked && (Unread.StartsWith("0\r\n"u8) || Unread.IndexOf("\r\n0\r\n"u8) >= 0))
                && await FillAsync(cancellationToken).ConfigureAwait(false)
            ) { }
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // The body is an extra.
        }

        var body = Unread[..Math.Min(Unread.Length, wanted)];
        return answer with { Body = Encoding.UTF8.GetString(isChunked ? Chunks.Join(body) : body) };
    }

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_end == _buffer.Length)
        {
            return false;
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    private HttpAnswer? Fail(Obstacle obstacle)
    {
        Obstacle = obstacle;
        return null;
    }

    private static HttpAnswer? Parse(string head)
    {
        var lines = head.Split("\r\n");
        var status = lines[0].Split(' ', 3);
        if (
            status.Length < 2
            || status[1].Length != 3
            || !int.TryParse(status[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            || lines.Skip(1).Any(line => line.IndexOf(':', StringComparison.Ordinal) <= 0)
        )
        {
            return null;
        }

        var headers = lines
            .Skip(1)
            .Select(line => line.Split(':', 2))
            .Select(pair => KeyValuePair.Create(pair[0].Trim(), pair[1].Trim()));
        return new HttpAnswer(code, status.ElementAtOrDefault(2) ?? "", [.. headers], "", default);
    }
}
