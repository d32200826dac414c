using Xunit;

namespace WsAuth.Tests.Options;

public sealed class SharedSecretSettingTests
{
    [Theory]
    [InlineData("2027-01-31", "2027-02-01T00:00:00Z")]
    [InlineData("2027-01-31T12:00:00Z", "2027-01-31T12:00:00Z")]
    [InlineData("2027-01-31T12:00:00+02:00", "2027-01-31T10:00:00Z")]
    public void An_end_is_a_day_or_an_instant(string written, string end)
    {
        using var runtime = TestSettings.Read(("SharedSecret:AcceptUntil", written));

        Assert.Equal(DateTimeOffset.Parse(end), runtime.Settings.Current.SharedSecret.AcceptUntil);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("31.01.2027")]
    [InlineData("2027-02-30")]
    public void Anything_else_stops_the_host(string written) =>
        Assert.Equal(
            "WsAuth:SharedSecret:AcceptUntil has to be a date, written 2027-01-31 or 2027-01-31T12:00:00Z.",
            TestSettings.Fault(("SharedSecret:AcceptUntil", written))
        );
}
