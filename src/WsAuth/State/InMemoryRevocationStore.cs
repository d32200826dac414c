namespace WsAuth.State;

/// <summary>
/// Revocations within one process; a restart forgets them. It forgets each when its time has passed, by the monotonic clock, and it is bounded:
/// a full store refuses, it never forgets one early to make room.
/// </summary>
public sealed class InMemoryRevocationStore : IRevocationStore
{
    /// <summary>How many revocations it holds by default.</summary>
    public const int DefaultCapacity = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(RevocationCriterion, string), Held> _held = [];
    private readonly PriorityQueue<(RevocationCriterion, string), long> _forgetting = new();
    private readonly TimeProvider _clock;
    private readonly int _capacity;
    private int _count;

    /// <summary>An empty store.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="capacity">How many revocations it may hold at a time.</param>
    public InMemoryRevocationStore(TimeProvider clock, int capacity = DefaultCapacity)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _clock = clock;
        _capacity = capacity;
    }

    /// <inheritdoc />
    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    /// <inheritdoc />
    public ValueTask RevokeAsync(Revocation revocation, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revocation);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(keepFor, TimeSpan.Zero);
        var key = (revocation.Criterion, revocation.Value);
        lock (_gate)
        {
            Forget();
            var end = EndOf(keepFor);
            if (_held.TryGetValue(key, out var held))
            {
                // The wider of the two, for the longer time.
                var wider = held.Revocation.Before > revocation.Before ? held.Revocation : revocation;
                _held[key] = new Held(wider, Math.Max(held.Until, end));
            }
            else if (_held.Count >= _capacity)
            {
                throw new InvalidOperationException(
                    $"The in-memory revocation store holds {_capacity} revocations and is full; this one is not remembered."
                );
            }
            else
            {
                _held.Add(key, new Held(revocation, end));
                _forgetting.Enqueue(key, end);
            }

            Volatile.Write(ref _count, _held.Count);
        }

        return default;
    }

    /// <inheritdoc />
    public ValueTask<Revocation?> FindAsync(RevocableCredential credential, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credential);
        lock (_gate)
        {
            Forget();
            return new(
                Find(RevocationCriterion.TokenId, credential.TokenId, credential)
                    ?? Find(RevocationCriterion.TokenId, credential.ParentTokenId, credential)
                    ?? Find(RevocationCriterion.Subject, credential.Subject, credential)
                    ?? Find(RevocationCriterion.SubjectBefore, credential.Subject, credential)
                    ?? Find(RevocationCriterion.Key, credential.KeyFingerprint, credential)
                    ?? Find(RevocationCriterion.Key, credential.ParentKeyFingerprint, credential)
            );
        }
    }

    private Revocation? Find(RevocationCriterion criterion, string? value, RevocableCredential credential) =>
        value is not null && _held.TryGetValue((criterion, value), out var held) && held.Revocation.Concerns(credential)
            ? held.Revocation
            : null;

    // In whole numbers, and never early.
    private long EndOf(TimeSpan keepFor)
    {
        var ticks = (Int128)keepFor.Ticks * _clock.TimestampFrequency;
        var end = _clock.GetTimestamp() + ((ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);
        return end < long.MaxValue ? (long)end : long.MaxValue;
    }

    private void Forget()
    {
        var now = _clock.GetTimestamp();
        while (_forgetting.TryPeek(out var key, out var due) && due <= now)
        {
            _forgetting.Dequeue();
            if (_held.TryGetValue(key, out var held) && held.Until > now)
            {
                _forgetting.Enqueue(key, held.Until);
            }
            else
            {
                _held.Remove(key);
            }
        }

        Volatile.Write(ref _count, _held.Count);
    }

    private readonly record struct Held(Revocation Revocation, long Until);
}
