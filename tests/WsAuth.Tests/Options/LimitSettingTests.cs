using Xunit;

namespace WsAuth.Tests.Options;

public sealed class LimitSettingTests
{
    [Theory]
    [InlineData("ConnectionsPerSubject", "0")]
    [InlineData("ConnectionsInAll", "0")]
    [InlineData("ConnectionsInAll", "many")]
    [InlineData("FailedAttempts", "-1")]
    [InlineData("FailedAttempts", "100001")]
    [InlineData("FailureWindow", "00:00:00")]
    [InlineData("FailureWindow", "01:00:01")]
    public void A_limit_that_is_none_stops_the_host(string setting, string value) =>
        Assert.StartsWith(
            $"WsAuth:Limits:{setting} has to",
            TestSettings.Fault(($"Limits:{setting}", value)),
            StringComparison.Ordinal
        );

    [Fact]
    public void All_are_read()
    {
        using var runtime = TestSettings.Read(
            ("Limits:ConnectionsPerSubject", "3"),
            ("Limits:ConnectionsInAll", "500"),
            ("Limits:FailedAttempts", "7"),
            ("Limits:FailureWindow", "00:05:00")
        );

        var limits = runtime.Settings.Current.Limits;
        Assert.Equal(
            (3, 500, 7, TimeSpan.FromMinutes(5)),
            (limits.ConnectionsPerSubject, limits.ConnectionsInAll, limits.FailedAttempts, limits.FailureWindow)
        );
    }

    [Fact]
    public void Failures_are_limited_where_nothing_is_said_and_connections_are_not()
    {
        using var runtime = TestSettings.Read();

        var limits = runtime.Settings.Current.Limits;
        Assert.Equal(
            (null, null, 20, TimeSpan.FromMinutes(1)),
            (limits.ConnectionsPerSubject, limits.ConnectionsInAll, limits.FailedAttempts, limits.FailureWindow)
        );
    }
}
