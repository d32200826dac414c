using Xunit;

namespace WsAuth.Tests.Options;

public sealed class LiveConnectionSettingTests
{
    [Theory]
    [InlineData("CloseAtSessionEnd", "perhaps")]
    [InlineData("CloseAtShutdown", "perhaps")]
    [InlineData("CloseGrace", "00:00:00")]
    [InlineData("CloseGrace", "00:05:01")]
    [InlineData("TellSessionEnd", "perhaps")]
    [InlineData("RevalidationInterval", "00:00:00.5")]
    [InlineData("RevalidationInterval", "-00:00:01")]
    [InlineData("RevalidationInterval", "1.00:00:01")]
    [InlineData("RevalidationTimeout", "00:00:00")]
    [InlineData("RevalidationTimeout", "00:01:01")]
    [InlineData("ToleratedFailures", "-1")]
    [InlineData("ToleratedFailures", "101")]
    [InlineData("ToleratedFailures", "some")]
    public void A_value_that_makes_no_sense_stops_the_host(string setting, string value) =>
        Assert.StartsWith(
            $"WsAuth:Connections:{setting} has to",
            TestSettings.Fault(($"Connections:{setting}", value)),
            StringComparison.Ordinal
        );

    [Fact]
    public void All_are_read()
    {
        using var runtime = TestSettings.Read(
            ("Connections:CloseAtSessionEnd", "false"),
            ("Connections:CloseAtShutdown", "false"),
            ("Connections:CloseGrace", "00:00:03"),
            ("Connections:TellSessionEnd", "true"),
            ("Connections:RevalidationInterval", "00:00:30"),
            ("Connections:RevalidationTimeout", "00:00:02"),
            ("Connections:ToleratedFailures", "0")
        );

        var connections = runtime.Settings.Current.Connections;
        Assert.Equal(
            (false, false, true),
            (connections.CloseAtSessionEnd, connections.CloseAtShutdown, connections.TellSessionEnd)
        );
        Assert.Equal(
            (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2), 0),
            (
                connections.CloseGrace,
                connections.RevalidationInterval,
                connections.RevalidationTimeout,
                connections.ToleratedFailures
            )
        );
    }

    [Fact]
    public void Where_nothing_is_said_sockets_end_with_their_session_and_nobody_is_told_before()
    {
        using var runtime = TestSettings.Read();

        var connections = runtime.Settings.Current.Connections;
        Assert.Equal(
            (true, true, false),
            (connections.CloseAtSessionEnd, connections.CloseAtShutdown, connections.TellSessionEnd)
        );
        Assert.Equal(
            (TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(10), 3),
            (
                connections.CloseGrace,
                connections.RevalidationInterval,
                connections.RevalidationTimeout,
                connections.ToleratedFailures
            )
        );
    }

    [Fact]
    public void The_revalidation_can_be_switched_off()
    {
        using var runtime = TestSettings.Read(("Connections:RevalidationInterval", "00:00:00"));

        Assert.Equal(TimeSpan.Zero, runtime.Settings.Current.Connections.RevalidationInterval);
    }
}
