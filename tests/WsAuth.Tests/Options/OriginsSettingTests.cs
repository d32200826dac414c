using WsAuth.Options;
using Xunit;

namespace WsAuth.Tests.Options;

/// <summary>A list of origins with a mistake stops the host: at the handshake it would be an outage, or an open door.</summary>
public sealed class OriginsSettingTests
{
    [Theory]
    [InlineData("*", "DangerousAllowAnyOrigin")]
    [InlineData("https://*.app.example", "the list is exact")]
    [InlineData("null", "names nobody")]
    [InlineData("NULL", "names nobody")]
    [InlineData("https://app.example/", "remove the path, its '/' included")]
    [InlineData("https://app.example/chat", "remove the path")]
    [InlineData("https://app.example?x", "scheme, host and port")]
    [InlineData("https://user@app.example", "scheme, host and port")]
    [InlineData("app.example", "is no origin")]
    [InlineData("app.example:8080", "is no origin")]
    [InlineData("https://", "is no origin")]
    [InlineData("https://app.example:99999", "is no origin")]
    [InlineData("wss://app.example", "the socket's scheme")]
    [InlineData("https://a.example,https://b.example", "by spaces")]
    [InlineData("https://bücher.example", "xn--")]
    [InlineData("", "is empty")]
    [InlineData("  ", "is empty")]
    public void A_mistake_is_named(string written, string named)
    {
        Assert.Contains(named, TestSettings.Fault(("Origins", written)), StringComparison.Ordinal);
        Assert.StartsWith("WsAuth:Origins", TestSettings.Fault(("Origins", written)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_entry_with_the_mistake_is_told_by_its_number()
    {
        var fault = TestSettings.Fault(("Origins", "https://a.example https://b.example/"));

        Assert.Contains("entry 2", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("b.example", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_in_layers_is_not_merged()
    {
        var fault = TestSettings.Faults(("Origins:0", "https://a.example"))[0];

        Assert.Contains("WsAuth:Origins has to be one text", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void The_dangerous_switch_and_a_list_contradict_each_other() =>
        Assert.Contains(
            "has no effect",
            TestSettings.Fault(("Origins", "https://a.example"), ("DangerousAllowAnyOrigin", "true")),
            StringComparison.Ordinal
        );

    [Fact]
    public void Ports_of_the_scheme_and_capitals_are_written_as_browsers_write_them()
    {
        List<string> faults = [];
        var origins = AllowedOrigins.Parse(
            "HTTPS://App.Example:443 http://a.example:80 http://a.example:8080 http://[::1]:3000",
            "Origins",
            faults
        );

        Assert.Empty(faults);
        Assert.Equal(
            "https://app.example http://a.example http://a.example:8080 http://[::1]:3000",
            origins.ToString()
        );
        Assert.True(origins.Contains("https://app.example"));
        Assert.False(origins.Contains("https://app.example:443"));
        Assert.False(origins.Contains("https://a.example"));
    }
}
