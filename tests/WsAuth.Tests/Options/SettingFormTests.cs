using WsAuth.Options;
using Xunit;

namespace WsAuth.Tests.Options;

public sealed class SettingFormTests
{
    [Theory]
    [InlineData("00:00:30", 30)]
    [InlineData("0:05:00", 300)]
    [InlineData("1.00:00:00", 86_400)]
    [InlineData("1.2:03:04", 93_784)]
    [InlineData("00:00:01.5", 1.5)]
    public void A_duration_is_hours_minutes_and_seconds(string written, double seconds)
    {
        using var runtime = TestSettings.Read(("SharedSecret:SessionLifetime", written));

        Assert.Equal(TimeSpan.FromSeconds(seconds), runtime.Settings.Current.SharedSecret.SessionLifetime);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("30s")]
    [InlineData("5 minutes")]
    [InlineData("05:00")]
    [InlineData("PT30S")]
    [InlineData("00:00:60")]
    [InlineData("24:00:00")]
    [InlineData("0,5")]
    public void Anything_else_is_no_duration(string written)
    {
        foreach (var setting in (string[])["SharedSecret:SessionLifetime", "Jwt:ClockSkew", "SecretPollingInterval"])
        {
            var fault = TestSettings.Fault((setting, written));

            Assert.StartsWith(
                $"WsAuth:{setting} has to be a duration, written hh:mm:ss",
                fault,
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("Jwt:ClockSkew", "-00:00:01", "between 00:00:00 and 00:10:00")]
    [InlineData("Jwt:ClockSkew", "00:10:01", "between 00:00:00 and 00:10:00")]
    [InlineData("SharedSecret:SessionLifetime", "00:00:00", "longer than zero")]
    [InlineData("SharedSecret:SessionLifetime", "-00:00:01", "longer than zero")]
    [InlineData("SecretPollingInterval", "00:00:00.5", "00:00:00 to switch polling off")]
    [InlineData("SecretPollingInterval", "-00:00:05", "00:00:00 to switch polling off")]
    [InlineData("SecretPollingInterval", "50.00:00:00", "00:00:00 to switch polling off")]
    public void A_duration_out_of_range_is_named_with_its_range(string setting, string written, string range)
    {
        var fault = TestSettings.Fault((setting, written));

        Assert.StartsWith("WsAuth:" + setting, fault, StringComparison.Ordinal);
        Assert.Contains(range, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yes")]
    [InlineData("1")]
    [InlineData("on")]
    public void A_flag_is_true_or_false(string written)
    {
        Assert.Equal(
            "WsAuth:Query:AccessToken has to be true or false.",
            TestSettings.Fault(("Query:AccessToken", written))
        );
        Assert.Equal(
            "WsAuth:Jwt:RequireSubject has to be true or false.",
            TestSettings.Fault(("Jwt:RequireSubject", written))
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("Maybe")]
    [InlineData("Http, Http")]
    public void A_choice_is_one_of_its_words(string written)
    {
        Assert.StartsWith(
            "WsAuth:Refusal has to be Http",
            TestSettings.Fault(("Refusal", written)),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "WsAuth:RefusalDetail has to be Class or Full",
            TestSettings.Fault(("RefusalDetail", written)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_choice_ignores_letter_case()
    {
        using var runtime = TestSettings.Read(("RefusalDetail", "full"), ("Refusal", "HTTP"));

        Assert.Equal(RefusalDetail.Full, runtime.Settings.Current.RefusalDetail);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("RS256")]
    [InlineData("hs256")]
    [InlineData("")]
    public void The_algorithm_is_one_of_three(string written) =>
        Assert.Equal(
            "WsAuth:Jwt:Algorithm has to be one of HS256, HS384, HS512.",
            TestSettings.Fault(("Jwt:Algorithm", written))
        );

    [Theory]
    [InlineData("help")]
    [InlineData("/help/")]
    [InlineData("file:///help/")]
    [InlineData("")]
    public void The_help_base_is_a_web_address(string written) =>
        Assert.Contains(
            "WsAuth:HelpBase has to be an absolute",
            TestSettings.Fault(("HelpBase", written)),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("Jwt:Issuer")]
    [InlineData("Jwt:Audience")]
    [InlineData("Environment")]
    public void A_blank_text_is_not_taken_for_an_absent_one(string setting)
    {
        foreach (var blank in (string[])["", "  "])
        {
            Assert.StartsWith(
                $"WsAuth:{setting} is empty",
                TestSettings.Fault((setting, blank)),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void Without_any_setting_everything_has_its_documented_default()
    {
        using var runtime = TestSettings.Read();
        var options = runtime.Settings.Current;

        Assert.Equal("jwt", options.Jwt.Secret);
        Assert.Equal("HS256", options.Jwt.Algorithm);
        Assert.Equal(TimeSpan.FromSeconds(30), options.Jwt.ClockSkew);
        Assert.True(options.Jwt.RequireSubject);
        Assert.Equal("edge", options.SharedSecret.Secret);
        Assert.Null(options.SharedSecret.SessionLifetime);
        Assert.False(options.Query.AccessToken);
        Assert.Equal(TimeSpan.FromSeconds(5), options.SecretPollingInterval);
        Assert.Equal("Production", runtime.Settings.EnvironmentName);
    }
}
