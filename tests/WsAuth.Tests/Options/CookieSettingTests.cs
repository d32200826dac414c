using Xunit;

namespace WsAuth.Tests.Options;

public sealed class CookieSettingTests
{
    [Fact]
    public void A_cookie_needs_a_list_of_origins() =>
        Assert.Contains(
            "WsAuth:Cookie:Name needs WsAuth:Origins",
            TestSettings.Fault(("Cookie:Name", "session")),
            StringComparison.Ordinal
        );

    [Fact]
    public void The_dangerous_switch_is_no_list() =>
        Assert.Contains(
            "WsAuth:Cookie:Name needs WsAuth:Origins",
            TestSettings.Fault(("Cookie:Name", "session"), ("DangerousAllowAnyOrigin", "true")),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a=b")]
    [InlineData("a;b")]
    public void A_name_that_no_cookie_can_have_is_named(string name) =>
        Assert.Contains(
            "has to be the name of a cookie",
            TestSettings.Fault(("Cookie:Name", name), ("Origins", "https://app.example")),
            StringComparison.Ordinal
        );
}
