using System.Net.WebSockets;

namespace WsAuth.Client.Reconnecting;

/// <summary>
/// Keeps a conversation going over one <see cref="ClientWebSocket"/> after another. How each one ended says what comes next: stop, connect
/// with a new credential, wait as long as the server says, or try again with growing, random delays. Nothing is buffered: each connection
/// begins anew.
/// </summary>
public sealed partial class ReconnectingWebSocket
{
    private readonly Uri _url;
    private readonly ICredentialProvider _credentials;
    private readonly ReconnectingOptions _options;
    private int _isRunning;

    /// <summary>Prepares connections; nothing is sent before <see cref="RunAsync"/>.</summary>
    /// <param name="url">The URL without a credential.</param>
    /// <param name="credentials">Is asked before each connection. What the server refuses or lets expire is forgotten there.</param>
    /// <param name="options">How to connect, wait and tell.</param>
    /// <exception cref="ArgumentOutOfRangeException">A delay of the options is not positive, or longer than a day.</exception>
    public ReconnectingWebSocket(Uri url, ICredentialProvider credentials, ReconnectingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(credentials);
        _options = options ?? new ReconnectingOptions();
        _options.ThrowIfUnfit();
        (_url, _credentials) = (url, credentials);
    }

    /// <summary>The state now; null before the first <see cref="RunAsync"/>.</summary>
    public ConnectionState? State { get; private set; }

    /// <summary>How the last connection, or the last attempt at one, ended: status, close code, reason, attempt id.</summary>
    public ConnectionEnd? LastEnd { get; private set; }

    /// <summary>
    /// Connects and runs <paramref name="session"/> on each connection, until the session returns while its socket is open, the server closes with
    /// 1000, or connecting again is pointless.
    /// </summary>
    /// <param name="session">
    /// Speaks with the server. It returns when it has received a close message, and lets a <see cref="WebSocketException"/> out; then the next
    /// connection follows. Any other exception of it ends the run. The socket is closed and disposed of afterwards.
    /// </param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="ConnectionStoppedException">Connecting again would end in the same way: why, and what to do.</exception>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public async Task RunAsync(
        Func<ClientWebSocket, CancellationToken, Task> session,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(session);
        if (Interlocked.Exchange(ref _isRunning, 1) == 1)
        {
            throw new InvalidOperationException("This connection runs already.");
        }

        try
        {
            await RunConnectionsAsync(session, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Exchange(ref _isRunning, 0);
        }
    }

    private async Task RunConnectionsAsync(
        Func<ClientWebSocket, CancellationToken, Task> session,
        CancellationToken cancellationToken
    )
    {
        var schedule = new ReconnectSchedule(_options);
        ConnectionEnd? end = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Enter(ConnectionPhase.Connecting, end);
            var attempt = new ConnectionAttempt(_url, _credentials, _options);
            end = await attempt
                .RunAsync(session, () => Enter(ConnectionPhase.Open, LastEnd), cancellationToken)
                .ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            LastEnd = end ?? LastEnd;
            var step = end is null ? default : schedule.Next(end, attempt.OpenFor);
            if (step.NeedsNewCredential && attempt.Token is not null)
            {
                _credentials.Forget(attempt.Token);
            }

            switch (step.Action)
            {
                case ReconnectAction.Done:
                    Enter(ConnectionPhase.Done, end);
                    return;
                case ReconnectAction.Stop:
                    Enter(ConnectionPhase.Stopped, end);
                    throw new ConnectionStoppedException(end!);
            }

            if (step.Delay > TimeSpan.Zero)
            {
                var waited = Task.Delay(step.Delay, _options.Clock, cancellationToken);
                Enter(ConnectionPhase.Waiting, end, step.Delay);
                await waited.ConfigureAwait(false);
            }
        }
    }

    private void Enter(ConnectionPhase phase, ConnectionEnd? end, TimeSpan delay = default)
    {
        State = new ConnectionState(phase, delay, end);
        LogState(State);
        _options.OnState?.Invoke(State);
    }
}
