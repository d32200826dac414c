using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace WsAuth.Testing;

/// <summary>One TCP connection over which HTTP/1.1 is spoken word by word, one request after the other.</summary>
public sealed class RawHttpConnection : IDisposable
{
    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;
    private readonly string _host;

    public RawHttpConnection(Uri address)
    {
        _tcp = new TcpClient(address.Host, address.Port) { ReceiveTimeout = 30_000 };
        _stream = _tcp.GetStream();
        _host = address.Authority;
    }

    /// <summary>Sends a request line and headers, and answers head and body as they came.</summary>
    public async Task<string> AskAsync(string requestLine, params string[] headers)
    {
        var request = string.Join("\r\n", [requestLine, $"Host: {_host}", .. headers, "", ""]);
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var answer = new StringBuilder();
        var buffer = new byte[1];
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await ReadAsync(buffer, answer, limit.Token);
        }

        var head = answer.ToString();
        if (head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotSupportedException("Answer with a Content-Length in tests that read raw HTTP.");
        }

        for (var rest = LengthOf(head); rest > 0; rest--)
        {
            await ReadAsync(buffer, answer, limit.Token);
        }

        LeakWatch.Observe(answer.ToString());
        return answer.ToString();
    }

    public void Dispose() => _tcp.Dispose();

    private async Task ReadAsync(byte[] buffer, StringBuilder answer, CancellationToken cancellationToken)
    {
        await _stream.ReadExactlyAsync(buffer, cancellationToken);
        answer.Append((char)buffer[0]);
    }

    private static int LengthOf(string head) =>
        head.Split("\r\n")
            .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            .Select(line => int.Parse(line["Content-Length:".Length..], CultureInfo.InvariantCulture))
            .FirstOrDefault();
}
