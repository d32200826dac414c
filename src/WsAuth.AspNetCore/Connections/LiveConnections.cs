using System.Text;
using Microsoft.Extensions.Logging;
using WsAuth.Handshake;
using WsAuth.State;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// Who is connected to this process, and the means to end it: a service of the container. What it answers is a picture of one moment.
/// </summary>
public sealed partial class LiveConnections
{
    private const int LongestText = 123;

    private readonly ConnectionRegistry _registry;
    private readonly ConnectionWatch _watch;
    private readonly ConnectionRefresh _refresh;
    private readonly IRevocationStore _revocations;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    internal LiveConnections(
        ConnectionRegistry registry,
        ConnectionWatch watch,
        ConnectionRefresh refresh,
        IRevocationStore revocations,
        TimeProvider clock,
        ILogger<LiveConnections> logger
    )
    {
        _registry = registry;
        _watch = watch;
        _refresh = refresh;
        _revocations = revocations;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>How many sockets are open whose caller is known.</summary>
    public int Count => _registry.Count;

    /// <summary>They, or those of them that fit.</summary>
    /// <param name="filter">Which; null for all.</param>
    public IReadOnlyList<LiveConnection> List(Func<LiveConnection, bool>? filter = null)
    {
        var all = _registry.List();
        return filter is null ? all : all.FindAll(connection => filter(connection));
    }

    /// <summary>The connection of an id; null where there is none, or none any more.</summary>
    public LiveConnection? Find(string id) => _registry.Find(id);

    /// <summary>
    /// By which kinds and keys the open sockets were let in, and how many by each: what is not here is not in use by them. A previous key can go when no
    /// socket is here by it and its <c>AcceptedCount</c> stands still; the raw-secret mode likewise, by its kind. A socket that a ticket opened is here twice: by the
    /// ticket's key, and by the key of the credential that bought the ticket (<see cref="LiveKeyUse.IsOfParent"/>).
    /// </summary>
    public IReadOnlyList<LiveKeyUse> KeysInUse()
    {
        var all = _registry.List();
        return
        [
            .. all.GroupBy(connection => (connection.Kind, connection.KeyFingerprint, connection.KeySource))
                .Select(group => Describe(group.Key.Kind, group.Key.KeyFingerprint, group.Key.KeySource, [.. group])),
            .. all.GroupBy(connection => (connection.Kind, Fingerprint: connection.ParentKeyFingerprint))
                .Where(group => group.Key.Fingerprint is not null)
                .Select(group =>
                    Describe(group.Key.Kind, group.Key.Fingerprint, null, [.. group]) with
                    {
                        IsOfParent = true,
                    }
                ),
        ];
    }

    /// <summary>
    /// Asks connections to close with a code of the application's own, and aborts those that do not within <c>WsAuth:Connections:CloseGrace</c>. New handshakes are
    /// not concerned: to refuse those too, revoke.
    /// </summary>
    /// <param name="filter">Which.</param>
    /// <param name="closeCode">The close code, 4000–4999 without WsAuth's own (4400, 4401, 4403, 4408, 4429), or 1001 (going away), 1008 (policy), 1012 (restart) or 1013 (try again later).</param>
    /// <param name="text">The close frame's text, at most 123 bytes of UTF-8; the client reads it.</param>
    /// <returns>How many were asked. The answer does not wait for theirs.</returns>
    public Task<int> DisconnectAsync(
        Func<LiveConnection, bool> filter,
        int closeCode = 1008,
        string text = "disconnected"
    )
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(text);
        if (closeCode is not (1001 or 1008 or 1012 or 1013 or (>= 4000 and <= 4999)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(closeCode),
                closeCode,
                "A close code is 4000–4999, 1001, 1008, 1012 or 1013."
            );
        }

        if (closeCode is 4400 or 4401 or 4403 or 4408 or 4429)
        {
            throw new ArgumentOutOfRangeException(
                nameof(closeCode),
                closeCode,
                "4400, 4401, 4403, 4408 and 4429 are WsAuth's own close codes: clients read a reason from them, and act by it. Choose another one."
            );
        }

        if (Encoding.UTF8.GetByteCount(text) > LongestText)
        {
            throw new ArgumentException(
                $"A close frame's text has {LongestText} bytes at most (RFC 6455 §5.5).",
                nameof(text)
            );
        }

        return Task.FromResult(End(filter, new ConnectionEnding(closeCode, text)));
    }

    /// <summary>
    /// Prolongs an open socket by a new credential, for applications that carry it in a protocol of their own: a kind that the endpoint accepts, but no ticket,
    /// of the same subject and issuer, to whom the endpoint's policies say yes. Decision, principal and end are replaced as a whole; a wrong credential
    /// changes nothing, is explained by one log event, and counts as a failed attempt of the socket's client (<c>WsAuth:Limits:FailedAttempts</c>).
    /// </summary>
    /// <param name="connection">The socket.</param>
    /// <param name="credential">The credential's text, without a scheme.</param>
    /// <param name="cancellationToken">Cancels the validation.</param>
    /// <returns>What was decided; null where the socket is over, or has begun to end.</returns>
    public ValueTask<HandshakeDecision?> RefreshAsync(
        LiveConnection connection,
        string credential,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(credential);
        return _refresh.RefreshAsync(connection, RefreshAttempt.Of(credential), cancellationToken);
    }

    /// <summary>
    /// Revokes: from now on handshakes with what it concerns are refused <c>token_revoked</c>, and open sockets of this process are closed with
    /// <c>4403 revoked_while_connected</c>, whether the store could remember it or not. One log event tells it: what, until when, and how many sockets. It is not taken back:
    /// it ends when <paramref name="keepFor"/> has passed.
    /// </summary>
    /// <param name="revocation">What is revoked.</param>
    /// <param name="keepFor">How long it is remembered: at least as long as a credential that it concerns could still be presented. Null for as long as the store lives.</param>
    /// <param name="cancellationToken">Cancels the call to the store.</param>
    /// <returns>How many open sockets were asked to close.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keepFor"/> is zero or less.</exception>
    /// <exception cref="InvalidOperationException">The store is full. The open sockets were closed, but may come back.</exception>
    /// <exception cref="TimeoutException">The store did not answer within 5 seconds, and may or may not know it. The open sockets were closed.</exception>
    public async Task<int> RevokeAsync(
        Revocation revocation,
        TimeSpan? keepFor = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(revocation);
        if (keepFor <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(
                nameof(keepFor),
                keepFor,
                "A revocation is kept for longer than no time at all: at least until what it concerns has expired by itself, or null for as long as the store lives."
            );
        }

        _watch.RevocationBegins();
        try
        {
            // Before the open ones are looked at: who is on the way in is stopped by the one or seen by the other.
            await _revocations
                .RevokeAsync(revocation, keepFor ?? TimeSpan.MaxValue, cancellationToken)
                .AsTask()
                .WaitAsync(ConnectionWatch.StorePatience, _clock, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogNotKept(Describe(revocation), exception.GetType().Name, End(revocation));
            throw;
        }

        var count = End(revocation);
        LogRevoked(Describe(revocation), DescribeEnd(keepFor), count);
        return count;
    }

    private static LiveKeyUse Describe(
        TokenKind kind,
        string? fingerprint,
        string? source,
        List<LiveConnection> connections
    ) => new(kind, fingerprint, source, connections.Count, connections.Min(connection => connection.Since));

    private int End(Revocation revocation) =>
        End(
            connection => revocation.Concerns(connection.Decision.Revocable!),
            ConnectionEnding.Revoked(revocation, _clock.GetUtcNow())
        );

    private int End(Func<LiveConnection, bool> filter, ConnectionEnding ending) =>
        _registry.List().Count(connection => filter(connection) && _watch.End(connection, ending));
}
