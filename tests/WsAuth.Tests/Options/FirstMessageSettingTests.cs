using Xunit;

namespace WsAuth.Tests.Options;

public sealed class FirstMessageSettingTests
{
    [Theory]
    [InlineData("Timeout", "00:00:00")]
    [InlineData("Timeout", "00:01:01")]
    [InlineData("MaximumWaiting", "0")]
    [InlineData("MaximumWaiting", "-1")]
    [InlineData("MaximumWaiting", "many")]
    [InlineData("MaximumWaiting", "99999999999")]
    public void A_limit_that_is_none_stops_the_host(string setting, string value) =>
        Assert.StartsWith(
            $"WsAuth:FirstMessage:{setting} has to",
            TestSettings.Fault(($"FirstMessage:{setting}", value)),
            StringComparison.Ordinal
        );

    [Fact]
    public void Both_are_read()
    {
        using var runtime = TestSettings.Read(
            ("FirstMessage:Timeout", "00:00:30"),
            ("FirstMessage:MaximumWaiting", "7")
        );

        Assert.Equal(TimeSpan.FromSeconds(30), runtime.Settings.Current.FirstMessage.Timeout);
        Assert.Equal(7, runtime.Settings.Current.FirstMessage.MaximumWaiting);
    }
}
