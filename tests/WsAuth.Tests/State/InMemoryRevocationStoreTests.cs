using WsAuth.State;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.State;

public sealed class InMemoryRevocationStoreTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryRevocationStore _store;

    public InMemoryRevocationStoreTests() => _store = new InMemoryRevocationStore(_clock, capacity: 2);

    [Fact]
    public async Task A_ticket_is_found_by_the_token_that_bought_it()
    {
        await _store.RevokeAsync(Revocation.OfToken("t-1"), Hour, default);

        Assert.NotNull(await FindAsync(new RevocableCredential("u1", "own", "t-1")));
        Assert.Null(await FindAsync(new RevocableCredential("t-1", "own", "t-2", null, "t-1")));
    }

    [Fact]
    public async Task What_does_not_say_when_it_was_issued_counts_as_issued_before()
    {
        var time = _clock.GetUtcNow();
        await _store.RevokeAsync(Revocation.OfSubjectBefore("u1", time), Hour, default);

        Assert.NotNull(await FindAsync(new RevocableCredential("u1")));
        Assert.NotNull(await FindAsync(new RevocableCredential("u1", IssuedAt: time.AddSeconds(-1))));
        Assert.Null(await FindAsync(new RevocableCredential("u1", IssuedAt: time)));
        Assert.Null(await FindAsync(new RevocableCredential("u2")));
    }

    [Fact]
    public async Task Of_two_revocations_of_one_subject_the_wider_one_and_the_longer_time_count()
    {
        var time = _clock.GetUtcNow();
        await _store.RevokeAsync(Revocation.OfSubjectBefore("u1", time), 2 * Hour, default);
        await _store.RevokeAsync(Revocation.OfSubjectBefore("u1", time - Hour), Hour, default);

        _clock.Advance(Hour + Hour - TimeSpan.FromTicks(1));
        Assert.NotNull(await FindAsync(new RevocableCredential("u1", IssuedAt: time.AddSeconds(-1))));
        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.Null(await FindAsync(new RevocableCredential("u1")));
        Assert.True(_store.IsEmpty);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task What_is_kept_for_no_time_would_revoke_nothing_and_is_an_error(int hours) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
            await _store.RevokeAsync(Revocation.OfSubject("u1"), hours * Hour, default)
        );

    [Fact]
    public async Task A_full_store_throws_and_forgets_nothing_early_whatever_the_wall_clock_does()
    {
        await _store.RevokeAsync(Revocation.OfSubject("u1"), Hour, default);
        await _store.RevokeAsync(Revocation.OfKey("fp:000000000001"), TimeSpan.MaxValue, default);
        _clock.StepWallClock(TimeSpan.FromDays(1));

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await _store.RevokeAsync(Revocation.OfSubject("u2"), Hour, default)
        );
        await _store.RevokeAsync(Revocation.OfSubject("u1"), Hour, default);
        Assert.NotNull(await FindAsync(new RevocableCredential("u1")));
        Assert.NotNull(await FindAsync(new RevocableCredential("u3", KeyFingerprint: "fp:000000000001")));

        _clock.Advance(Hour);
        await _store.RevokeAsync(Revocation.OfSubject("u2"), Hour, default);
        Assert.Null(await FindAsync(new RevocableCredential("u1")));
    }

    private ValueTask<Revocation?> FindAsync(RevocableCredential credential) => _store.FindAsync(credential, default);
}
