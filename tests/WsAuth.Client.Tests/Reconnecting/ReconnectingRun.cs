using System.Net.WebSockets;
using System.Text;
using WsAuth.Client.Reconnecting;
using WsAuth.Testing;
using WsAuth.Tokens;

namespace WsAuth.Client.Tests.Reconnecting;

/// <summary>A client whose waits pass at once, on a clock of its own, and what it said.</summary>
internal sealed class ReconnectingRun
{
    private readonly RecordingLogs _logs = new();

    public ManualTimeProvider Clock { get; } = new();

    public List<ConnectionState> States { get; } = [];

    public IEnumerable<string> Lines => _logs.Messages;

    public int Attempts => States.Count(state => state.Phase == ConnectionPhase.Connecting);

    public IEnumerable<double> Waits =>
        States.Where(state => state.Phase == ConnectionPhase.Waiting).Select(state => state.Delay.TotalSeconds);

    /// <summary>Called in each wait, after the time for it has been counted and before it passes.</summary>
    public Action OnWaiting { get; set; } = () => { };

    public ReconnectingWebSocket Open(
        Uri url,
        ICredentialProvider? credentials = null,
        Action<ReconnectingOptions>? configure = null
    )
    {
        var options = new ReconnectingOptions
        {
            Clock = Clock,
            Random = new Random(1).NextDouble,
            Logger = _logs.CreateLogger("WsAuth.Client"),
            Invoker = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false }),
            OnState = Note,
        };
        configure?.Invoke(options);
        return new ReconnectingWebSocket(url, credentials ?? new Answering(SomeToken()), options);
    }

    /// <summary>A token that nobody verifies.</summary>
    public static MintedToken SomeToken(DateTimeOffset? expiresAt = null) =>
        MintedToken.FromText(TestSecrets.Hex(), TokenKind.Jwt, expiresAt);

    /// <summary>A session that hears until the server closes.</summary>
    public static async Task ListenAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[256];
        while (
            (await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken)).MessageType != WebSocketMessageType.Close
        ) { }
    }

    /// <summary>A session that asks once and is done.</summary>
    public static async Task AskAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, cancellationToken);
        var buffer = new byte[256];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
        if (received.MessageType != WebSocketMessageType.Close)
        {
            Xunit.Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, received.Count));
        }
    }

    private void Note(ConnectionState state)
    {
        LeakWatch.Observe(state.ToString());
        States.Add(state);
        if (state.Phase == ConnectionPhase.Waiting)
        {
            OnWaiting();
            Clock.Advance(state.Delay);
        }
    }
}
