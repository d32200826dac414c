using Xunit;

namespace WsAuth.Tests.Options;

public sealed class JournalSettingTests
{
    [Theory]
    [InlineData("Retention", "00:00:09")]
    [InlineData("Retention", "01:00:01")]
    [InlineData("Capacity", "-1")]
    [InlineData("Capacity", "100001")]
    [InlineData("Capacity", "many")]
    [InlineData("QuestionsPerMinute", "0")]
    [InlineData("QuestionsPerMinute", "100001")]
    public void A_limit_that_is_none_stops_the_host(string setting, string value) =>
        Assert.StartsWith(
            $"WsAuth:Journal:{setting} has to",
            TestSettings.Fault(($"Journal:{setting}", value)),
            StringComparison.Ordinal
        );

    [Fact]
    public void All_are_read()
    {
        using var runtime = TestSettings.Read(
            ("Journal:Retention", "00:10:00"),
            ("Journal:Capacity", "0"),
            ("Journal:QuestionsPerMinute", "7")
        );

        var journal = runtime.Settings.Current.Journal;
        Assert.Equal(
            (TimeSpan.FromMinutes(10), 0, 7),
            (journal.Retention, journal.Capacity, journal.QuestionsPerMinute)
        );
    }
}
