using System.Net.WebSockets;

namespace WsAuth.Client.Reconnecting;

/// <summary>One connection from its credential to its end.</summary>
internal sealed class ConnectionAttempt(Uri url, ICredentialProvider credentials, ReconnectingOptions options)
{
    // For the close frame, when all that mattered has been said.
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    private readonly SessionRefreshing? _refreshing = options.Refresh is { } refresh
        ? new SessionRefreshing(refresh, url, options)
        : null;

    /// <summary>What was presented; null where nothing was.</summary>
    public MintedToken? Token { get; private set; }

    /// <summary>How long the socket was open.</summary>
    public TimeSpan OpenFor { get; private set; }

    /// <returns>How it ended; null where the session returned while the socket was open.</returns>
    public async Task<ConnectionEnd?> RunAsync(
        Func<ClientWebSocket, CancellationToken, Task> session,
        Action opened,
        CancellationToken cancellationToken
    )
    {
        try
        {
            Token = await FetchAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (!cancellationToken.IsCancellationRequested && ConnectionEndReading.OfFetch(exception) is { } end)
        {
            return end;
        }

        if (Token is null)
        {
            return new ConnectionEnd { HasNoCredential = true };
        }

        using var socket = new ClientWebSocket();
        var failed = await ConnectAsync(socket, Token, cancellationToken).ConfigureAwait(false);
        if (failed is not null)
        {
            return failed;
        }

        var openedAt = options.Clock.GetTimestamp();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var refreshed = _refreshing?.RunAsync(socket, Token, over.Token) ?? Task.CompletedTask;
        try
        {
            opened();
            await session(socket, cancellationToken).ConfigureAwait(false);
        }
        catch (WebSocketException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return ConnectionEndReading.OfOpen(socket, exception);
        }
        finally
        {
            OpenFor = options.Clock.GetElapsedTime(openedAt);
            await over.CancelAsync().ConfigureAwait(false);
            await refreshed.ConfigureAwait(false);
        }

        var ended = ConnectionEndReading.OfOpen(socket);
        await CloseAsync(socket, cancellationToken).ConfigureAwait(false);
        return ended;
    }

    // One that has expired is never sent: the provider is told, and asked once more.
    private async Task<MintedToken?> FetchAsync(CancellationToken cancellationToken)
    {
        var token = await credentials.GetAsync(cancellationToken).ConfigureAwait(false);
        if (!HasExpired(token))
        {
            return token;
        }

        credentials.Forget(token!);
        token = await credentials.GetAsync(cancellationToken).ConfigureAwait(false);
        return HasExpired(token)
            ? throw new CredentialUnavailableException(
                $"the {token!.Kind} of the provider expired at {token.ExpiresAt:u}, by this machine's clock"
            )
            : token;
    }

    private bool HasExpired(MintedToken? token) => token?.ExpiresAt <= options.Clock.GetUtcNow();

    private async Task<ConnectionEnd?> ConnectAsync(
        ClientWebSocket socket,
        MintedToken token,
        CancellationToken cancellationToken
    )
    {
        options.Configure?.Invoke(socket.Options);
        _refreshing?.Prepare(socket.Options);
        socket.Options.CollectHttpResponseDetails = true;
        using var limit = new CancellationTokenSource(options.ConnectTimeout, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await socket
                .ConnectWithAsync(url, token, options.Location, options.Invoker, either.Token)
                .ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
            when (!cancellationToken.IsCancellationRequested
                && ConnectionEndReading.OfConnect(socket, exception, options.Clock) is { } end
            )
        {
            return end;
        }
    }

    private static async Task CloseAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CloseLimit);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The other side is gone; how it ended is known.
        }
    }
}
