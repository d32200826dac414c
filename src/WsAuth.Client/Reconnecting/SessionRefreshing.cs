using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;

namespace WsAuth.Client.Reconnecting;

/// <summary>The refreshes of one open socket, from its handshake to its end. src/js/wsauth.mjs has the same times.</summary>
internal sealed partial class SessionRefreshing(SessionRefresh refresh, Uri url, ReconnectingOptions options)
{
    private const string SessionExpiresInHeader = "X-WsAuth-Session-Expires-In";

    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Earliest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private readonly string _id = Guid.NewGuid().ToString("N");

    /// <summary>Gives the handshake the name by which the socket is refreshed.</summary>
    public void Prepare(ClientWebSocketOptions socket) => socket.SetRequestHeader(HandshakeRefusal.AttemptHeader, _id);

    /// <summary>Refreshes until the session has no end, the server refuses, or the socket is over; nothing is thrown.</summary>
    public async Task RunAsync(ClientWebSocket socket, MintedToken presented, CancellationToken cancellationToken)
    {
        try
        {
            await RefreshAsync(EndOf(socket, presented), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The socket is over.
        }
        catch (Exception exception)
        {
            // The provider is the application's; the conversation goes on, and its next connection meets the same.
            LogFailed(new ConnectionEnd { Exception = exception });
        }
    }

    // Null where nobody tells; then the first refresh does, soon.
    private DateTimeOffset? EndOf(ClientWebSocket socket, MintedToken presented)
    {
        var told = socket
            .HttpResponseHeaders?.FirstOrDefault(header =>
                header.Key.Equals(SessionExpiresInHeader, StringComparison.OrdinalIgnoreCase)
            )
            .Value?.FirstOrDefault();
        return uint.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? options.Clock.GetUtcNow().AddSeconds(seconds)
            : presented.IsTicket ? null
            : presented.ExpiresAt;
    }

    private async Task RefreshAsync(DateTimeOffset? end, CancellationToken cancellationToken)
    {
        var delay = DueIn(end);
        for (var failures = 0; end is null || options.Clock.GetUtcNow() + delay < end; )
        {
            await Task.Delay(delay, options.Clock, cancellationToken).ConfigureAwait(false);
            var (failure, expiresIn) = await PresentAsync(end, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                LogRefreshed(expiresIn);
                if (expiresIn is null)
                {
                    return;
                }

                end = options.Clock.GetUtcNow() + expiresIn;
                (delay, failures) = (DueIn(end), 0);
                continue;
            }

            LogFailed(failure);
            if (
                !failure.HasNoCredential
                && ReconnectPolicy.Of(failure) is not (ReconnectAction.Wait or ReconnectAction.Retry)
            )
            {
                return;
            }

            var backOff = Math.Min(Soonest.TotalSeconds * Math.Pow(2, Math.Min(failures++, 10)), 60);
            delay = Shorter(failure.RetryAfter ?? TimeSpan.FromSeconds(backOff), LongestPause);
        }
    }

    // When a third of the session is left, or a minute where that is less.
    private TimeSpan DueIn(DateTimeOffset? end)
    {
        var left = end is null ? TimeSpan.Zero : end.Value - options.Clock.GetUtcNow();
        var due = left - Shorter(left / 3, Earliest);
        return due < Soonest ? Soonest : Shorter(due, LongestPause);
    }

    private async Task<(ConnectionEnd? Failure, TimeSpan? ExpiresIn)> PresentAsync(
        DateTimeOffset? end,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(AnswerLimit, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await FetchTokenAsync(end, either.Token).ConfigureAwait(false) is { } token
                ? await SendAsync(token, either.Token).ConfigureAwait(false)
                : (new ConnectionEnd { HasNoCredential = true }, null);
        }
        catch (Exception exception)
            when (!cancellationToken.IsCancellationRequested && ConnectionEndReading.OfFetch(exception) is { } failure)
        {
            return (failure, null);
        }
    }

    // A kept credential prolongs nothing where it ends with the session.
    private async Task<MintedToken?> FetchTokenAsync(DateTimeOffset? end, CancellationToken cancellationToken)
    {
        var token = await refresh.Credentials.GetAsync(cancellationToken).ConfigureAwait(false);
        if (token is null || token.ExpiresAt > (end ?? options.Clock.GetUtcNow()) + Soonest)
        {
            return token;
        }

        refresh.Credentials.Forget(token);
        return await refresh.Credentials.GetAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<(ConnectionEnd?, TimeSpan?)> SendAsync(MintedToken token, CancellationToken cancellationToken)
    {
        using var own = options.Invoker is null ? new HttpMessageInvoker(new SocketsHttpHandler()) : null;
        using var request = new HttpRequestMessage(HttpMethod.Post, refresh.AddressOf(url, _id));
        request.Headers.Authorization = token.ToAuthorizationHeader();
        using var answer = await (options.Invoker ?? own!).SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            return (ConnectionEndReading.OfAnswer(answer), null);
        }

        try
        {
            using var body = await JsonDocument
                .ParseAsync(
                    await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false),
                    default,
                    cancellationToken
                )
                .ConfigureAwait(false);
            var seconds = body.RootElement.GetProperty("expires_in");
            return (null, seconds.ValueKind == JsonValueKind.Null ? null : TimeSpan.FromSeconds(seconds.GetInt64()));
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new HttpRequestException("The answer is none of MapWsAuthConnections.");
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
