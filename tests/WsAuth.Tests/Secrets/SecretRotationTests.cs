using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

/// <summary>Rule 6: one current value, ordered previous ones, each with an optional end.</summary>
public sealed class SecretRotationTests
{
    private static readonly DateTimeOffset JustBeforeMidnight = new(2027, 1, 31, 23, 59, 50, TimeSpan.Zero);

    [Fact]
    public void The_ring_is_the_current_value_and_then_the_previous_ones_in_their_order()
    {
        using var resolver = new TestResolver("env:NEW");
        resolver["Secrets:jwt:Previous"] = "env:OLD until 2027-01-31 > env:OLDER";
        var (now, old, older) = (TestSecrets.Hex(), TestSecrets.Hex(), TestSecrets.Hex());
        resolver.Variables["NEW"] = now;
        resolver.Variables["OLD"] = old;
        resolver.Variables["OLDER"] = older;

        var keys = resolver.Ring.Keys;

        Assert.Equal(3, keys.Count);
        Assert.True(keys[0].Holds(now) && keys[1].Holds(old) && keys[2].Holds(older));
        Assert.Equal([true, false, false], keys.Select(key => key.IsCurrent));
        Assert.Same(keys[0], resolver.Ring.Current);
        Assert.Equal(new DateTimeOffset(2027, 2, 1, 0, 0, 0, TimeSpan.Zero), keys[1].Until);
        Assert.Null(keys[2].Until);
        Assert.Contains("accepted until 2027-02-01T00:00Z", resolver.Row(1, previous: true).Notes);
        Assert.Contains("accepted without an end", resolver.Row(2, previous: true).Notes);
    }

    [Theory]
    [InlineData("2027-01-31", "2027-02-01T00:00:00Z")]
    [InlineData("2028-02-29", "2028-03-01T00:00:00Z")]
    [InlineData("9999-12-31", "9999-12-31T23:59:59.9999999Z")]
    [InlineData("2027-01-31T12:00:00Z", "2027-01-31T12:00:00Z")]
    [InlineData("2027-01-31T12:00Z", "2027-01-31T12:00:00Z")]
    [InlineData("2027-01-31T12:00:00", "2027-01-31T12:00:00Z")]
    [InlineData("2027-01-31T12:00:00+02:00", "2027-01-31T10:00:00Z")]
    public void An_end_is_a_whole_day_or_an_instant_in_utc(string written, string instant)
    {
        using var resolver = new TestResolver("env:NEW");
        resolver["Secrets:jwt:Previous"] = $"env:OLD until {written}";
        resolver.Variables["NEW"] = TestSecrets.Hex();
        resolver.Variables["OLD"] = TestSecrets.Hex();

        var expected = DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);
        var key = resolver.Ring.Keys[1];

        Assert.Equal(expected, key.Until);
        Assert.True(key.IsAcceptedAt(expected.AddTicks(-1)));
        Assert.False(key.IsAcceptedAt(expected));
    }

    [Fact]
    public void A_previous_value_ends_while_the_process_runs()
    {
        using var resolver = new TestResolver("env:NEW", now: JustBeforeMidnight);
        resolver["Secrets:jwt:Previous"] = "env:OLD until 2027-01-31";
        var now = TestSecrets.Hex();
        resolver.Variables["NEW"] = now;
        resolver.Variables["OLD"] = TestSecrets.Hex();
        resolver.Start();

        resolver.Poll();
        Assert.Equal("won previous", resolver.States);
        Assert.Equal(2, resolver.Ring.Keys.Count);

        resolver.Poll();
        Assert.Equal("won ended", resolver.States);
        Assert.True(Assert.Single(resolver.Ring.Keys).Holds(now));
        Assert.Equal(2, resolver.ReportCount);
    }

    [Fact]
    public void An_ended_value_is_not_accepted_even_before_anyone_has_looked_again()
    {
        using var resolver = new TestResolver("env:NEW", now: JustBeforeMidnight);
        resolver["SecretPollingInterval"] = "00:00:00";
        resolver["Secrets:jwt:Previous"] = "env:OLD until 2027-01-31";
        resolver.Variables["NEW"] = TestSecrets.Hex();
        resolver.Variables["OLD"] = TestSecrets.Hex();
        var old = resolver.Ring.Keys[1];
        Assert.True(old.IsAcceptedAt(resolver.Clock.GetUtcNow()));

        resolver.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.False(resolver.Ring.Keys[1].IsAcceptedAt(resolver.Clock.GetUtcNow()));
        Assert.True(resolver.Ring.Keys[0].IsAcceptedAt(resolver.Clock.GetUtcNow()));
    }

    [Fact]
    public void Use_is_counted_by_key_and_the_count_survives_a_refresh()
    {
        using var resolver = new TestResolver("env:NEW");
        resolver["Secrets:jwt:Previous"] = "env:OLD";
        resolver.Variables["NEW"] = TestSecrets.Hex();
        resolver.Variables["OLD"] = TestSecrets.Hex();
        resolver.Ring.Keys[1].CountAccepted();
        resolver.Ring.Keys[1].CountAccepted();

        resolver.Secrets.Refresh();

        Assert.Equal([0L, 2L], resolver.Ring.Keys.Select(key => key.AcceptedCount));
    }

    [Fact]
    public void The_count_of_an_unchanged_key_survives_a_change_of_another()
    {
        using var resolver = new TestResolver("env:NEW");
        resolver["Secrets:jwt:Previous"] = "env:OLD";
        resolver.Variables["NEW"] = TestSecrets.Hex();
        resolver.Variables["OLD"] = TestSecrets.Hex();
        resolver.Ring.Keys[1].CountAccepted();

        var other = TestSecrets.Hex();
        resolver.Variables["NEW"] = other;
        resolver.Secrets.Refresh();

        Assert.True(resolver.Ring.Current.Holds(other));
        Assert.Equal(1, resolver.Ring.Keys[1].AcceptedCount);
    }

    [Fact]
    public void A_previous_value_never_takes_the_place_of_the_current_one()
    {
        using var resolver = new TestResolver("env:NEW");
        resolver["Secrets:jwt:Previous"] = "env:OLD";
        resolver.Variables["OLD"] = TestSecrets.Hex();

        resolver.StartFault();

        Assert.Empty(resolver.Ring.Keys);
        Assert.Null(resolver.Ring.Current);
    }

    [Fact]
    public void A_previous_value_that_is_unusable_is_an_error_too()
    {
        using var resolver = new TestResolver("env:NEW");
        resolver["Secrets:jwt:Previous"] = "env:OLD";
        resolver.Variables["NEW"] = TestSecrets.Hex();
        resolver.Variables["OLD"] = "short";

        Assert.Contains("the previous value env:OLD is refused", resolver.StartFault(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_previous_value_that_is_unusable_but_ended_harms_nobody()
    {
        using var resolver = new TestResolver("env:NEW");
        resolver["Secrets:jwt:Previous"] = "env:OLD until 2020-01-01";
        resolver.Variables["NEW"] = TestSecrets.Hex();
        resolver.Variables["OLD"] = "short";

        resolver.Start();

        Assert.Equal("won ended", resolver.States);
    }

    [Fact]
    public void Id_and_end_may_stand_in_either_order()
    {
        using var resolver = new TestResolver("env:NEW");
        resolver["Secrets:jwt:Previous"] = "env:A id a until 2027-01-31 > env:B until 2027-01-31 id b";
        resolver.Variables["NEW"] = TestSecrets.Hex();
        resolver.Variables["A"] = TestSecrets.Hex();
        resolver.Variables["B"] = TestSecrets.Hex();

        var previous = resolver.Ring.Keys.Skip(1).ToList();

        Assert.Equal(["a", "b"], previous.Select(key => key.KeyId));
        Assert.All(previous, key => Assert.NotNull(key.Until));
    }
}
