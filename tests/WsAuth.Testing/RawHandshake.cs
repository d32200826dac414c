using System.Net.Sockets;
using System.Text;

namespace WsAuth.Testing;

/// <summary>A handshake whose headers are sent exactly as they are given, several of one name too.</summary>
public static class RawHandshake
{
    /// <summary>The bytes of a handshake at <c>/ws</c>.</summary>
    public static byte[] Request(params (string Name, string Value)[] headers) =>
        Encoding.ASCII.GetBytes(
            string.Concat([
                "GET /ws HTTP/1.1\r\nHost: a\r\n",
                .. HostHandshakes
                    .HandshakeHeaders.Concat(headers)
                    .Select(header => $"{header.Name}: {header.Value}\r\n"),
                "\r\n",
            ])
        );

    /// <summary>Sends it, and answers what a refusal begins with: its status and headers, as far as they came at once.</summary>
    public static async Task<string> AskAsync(KestrelHost host, params (string Name, string Value)[] headers)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var tcp = new TcpClient(host.Address.Host, host.Address.Port);
        await tcp.GetStream().WriteAsync(Request(headers), limit.Token);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        while (!answer.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await tcp.GetStream().ReadAsync(buffer, limit.Token);
            if (read == 0)
            {
                break;
            }

            answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        LeakWatch.Observe(answer.ToString());
        return answer.ToString();
    }
}
