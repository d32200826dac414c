using System.Net.WebSockets;
using System.Security.Cryptography;

namespace Gateway;

/// <summary>The demo's browser: it sees nothing of a refused handshake, and asks what became of it under the id that it chose.</summary>
internal static class AskedAttempt
{
    public static async Task<bool> TryAsync(
        Uri address,
        DecisionLog log,
        DemoPage page,
        CancellationToken cancellationToken
    )
    {
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        using var socket = new ClientWebSocket();
        try
        {
            await socket.ConnectAsync(
                new UriBuilder(new Uri(address, $"/edge/ws?wsauth_attempt={id}")) { Scheme = "ws" }.Uri,
                cancellationToken
            );
        }
        catch (WebSocketException)
        {
            // All that a browser is told: 1006.
        }

        var entry = await log.TakeAsync(cancellationToken);
        using var client = new HttpClient();
        var told = await client.GetStringAsync(new Uri(address, $"/ws-auth/attempts/{id}"), cancellationToken);
        var isExpected = told.Contains("\"reason\":\"credential_missing\"", StringComparison.Ordinal);
        page.Add("a browser that saw 1006 and asked", isExpected, told, entry.Message);
        return isExpected;
    }
}
