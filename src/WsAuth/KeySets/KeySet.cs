using Microsoft.Extensions.Logging;
using WsAuth.KeySets.Origins;

namespace WsAuth.KeySets;

/// <summary>
/// The keys of one issuer that are in force. They change as a whole; an origin that fails takes nothing away. One attempt runs at a
/// time, and two lie at least <see cref="KeySetTiming.LeastInterval"/> apart, however many tokens name unknown keys.
/// </summary>
internal sealed partial class KeySet : IDisposable
{
    private const long Never = long.MinValue;

    private readonly KeySetDefinition _definition;
    private readonly IKeyOrigin _origin;
    private readonly KeySetTiming _timing;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();

    private IReadOnlyList<IssuerKey> _keys = [];
    private string? _fault = "they have not been read yet";
    private string? _reported;
    private Task? _attempt;
    private long _attemptBegan;
    private long _readAt = Never;
    private long _faultySince;
    private int _generation;
    private bool _isDisposed;
    private ITimer? _timer;

    public KeySet(
        KeySetDefinition definition,
        IKeyOrigin origin,
        KeySetTiming timing,
        TimeProvider clock,
        ILogger logger
    )
    {
        _definition = definition;
        _origin = origin;
        _timing = timing;
        _clock = clock;
        _logger = logger;
        _faultySince = clock.GetUtcNow().UtcTicks;
    }

    public KeySetDefinition Definition => _definition;

    public string OriginName => _origin.Name;

    public IReadOnlyList<IssuerKey> Keys => Volatile.Read(ref _keys);

    /// <summary>What is wrong with the origin; null where all is well.</summary>
    public string? Fault => Volatile.Read(ref _fault);

    /// <summary>How long ago the keys in force were read; null where there are none yet.</summary>
    public TimeSpan? Age => Volatile.Read(ref _readAt) is var read and not Never ? _clock.GetElapsedTime(read) : null;

    /// <summary>Since when the origin has been of no use; null where all is well.</summary>
    public DateTimeOffset? FaultySince =>
        Volatile.Read(ref _faultySince) is var since and not Never ? new DateTimeOffset(since, TimeSpan.Zero) : null;

    /// <summary>Grows with every reading of the origin, whatever came of it.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>Reads local keys now, and begins to fetch others. From here on they are followed.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_isDisposed || _timer is not null)
            {
                return;
            }

            _timer = _clock.CreateTimer(
                static set => ((KeySet)set!).Follow(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
            if (_origin.IsRemote)
            {
                Begin();
            }
            else
            {
                ReadLocal();
            }
        }
    }

    /// <summary>
    /// The attempt to wait for where a token names a key that is not held: one under way, or a new one; null where there is none, since the last
    /// one was too short a time ago or the keys are not fetched.
    /// </summary>
    public Task? Refresh()
    {
        lock (_gate)
        {
            return _isDisposed || !_origin.IsRemote ? null
                : _attempt is { IsCompleted: false } ? _attempt
                : _attempt is not null && _clock.GetElapsedTime(_attemptBegan) < KeySetTiming.LeastInterval ? null
                : Begin();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer?.Dispose();
            _end.Cancel();
        }
    }

    private void Follow()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            if (!_origin.IsRemote)
            {
                ReadLocal();
            }
            else if (_attempt is not { IsCompleted: false })
            {
                Begin();
            }
        }
    }

    private Task Begin()
    {
        _attemptBegan = _clock.GetTimestamp();
        // Off the handshake's thread, and without its trace and its cancellation.
        using (ExecutionContext.SuppressFlow())
        {
            return _attempt = Task.Run(FetchAsync);
        }
    }

    private async Task FetchAsync()
    {
        using var limit = new CancellationTokenSource(KeySetTiming.AttemptLimit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _end.Token);
        KeySetContent content;
        try
        {
            content = await _origin.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            content = KeySetContent.Failed(
                $"it did not answer within {KeySetTiming.AttemptLimit.TotalSeconds:0} seconds"
            );
        }
        catch (Exception exception)
        {
            content = KeySetContent.Failed($"it failed ({exception.GetType().Name})");
        }

        lock (_gate)
        {
            if (!_isDisposed)
            {
                Take(content);
                _timer?.Change(
                    content.Fault is null ? _timing.Refresh : KeySetTiming.LeastInterval,
                    Timeout.InfiniteTimeSpan
                );
            }
        }
    }

    private void ReadLocal()
    {
        // Local origins complete at once.
        Take(_origin.ReadAsync(CancellationToken.None).GetAwaiter().GetResult());
        if (_timing.FilePolling > TimeSpan.Zero && _definition.Kind != KeyOriginKind.Code)
        {
            _timer?.Change(_timing.FilePolling, Timeout.InfiniteTimeSpan);
        }
    }

    private void Take(KeySetContent content)
    {
        if (content.Fault is null)
        {
            // Counts go on for keys that stay.
            Volatile.Write(
                ref _keys,
                [.. content.Keys.Select(key => _keys.FirstOrDefault(held => held.IsSameAs(key)) ?? key)]
            );
            Volatile.Write(ref _readAt, _clock.GetTimestamp());
            Volatile.Write(ref _faultySince, Never);
        }
        else if (_faultySince == Never)
        {
            Volatile.Write(ref _faultySince, _clock.GetUtcNow().UtcTicks);
        }

        Volatile.Write(ref _fault, content.Fault);
        Volatile.Write(ref _generation, _generation + 1);
        Report(content);
    }

    private void Report(KeySetContent content)
    {
        var ignored = content.Ignored.Count == 0 ? "" : $"; not used: {string.Join("; ", content.Ignored)}";
        var keys = string.Join(", ", _keys);
        var report = $"{content.Fault}|{keys}|{ignored}";
        if (report == _reported)
        {
            return;
        }

        _reported = report;
        if (content.Fault is null)
        {
            LogInForce(_definition.Issuer, OriginName, keys, ignored);
        }
        else if (_keys.Count > 0)
        {
            LogDegraded(_definition.Issuer, OriginName, content.Fault, ignored, _keys.Count);
        }
        else
        {
            LogUnavailable(_definition.Issuer, OriginName, content.Fault, ignored);
        }
    }
}
