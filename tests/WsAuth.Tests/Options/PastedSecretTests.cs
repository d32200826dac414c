using Microsoft.Extensions.Logging;
using WsAuth.Testing;
using WsAuth.Tests.Secrets;
using Xunit;

namespace WsAuth.Tests.Options;

/// <summary>People paste secrets where names belong: no message repeats them.</summary>
public sealed class PastedSecretTests
{
    [Theory]
    [InlineData("Secrets:jwt:Order", "{0}")]
    [InlineData("Secrets:jwt:Order", "hex:{0}")]
    [InlineData("Secrets:jwt:Order", "env:A > {0}")]
    [InlineData("Secrets:jwt:Order", "env:A={0}")]
    [InlineData("Secrets:jwt:Order", "env:A {0}")]
    [InlineData("Secrets:jwt:Order", "{0}:{0}")]
    [InlineData("Secrets:jwt:Order", "env:{{{0}}}")]
    [InlineData("Secrets:jwt:Order", "env:{0}")]
    [InlineData("Secrets:jwt:Order", "hex:env:{0}")]
    [InlineData("Secrets:jwt:Order", "envfile:{0}")]
    [InlineData("Secrets:jwt:Order", "file:{0}")]
    [InlineData("Secrets:jwt:Order", "config:{0}")]
    [InlineData("Secrets:jwt:Order", "config:Auth:{0}")]
    [InlineData("Secrets:jwt:Order", "env:A > code:{0}")]
    [InlineData("Secrets:jwt:Previous", "{0}")]
    [InlineData("Secrets:jwt:Previous", "env:{0}")]
    [InlineData("Environment", "{0}")]
    [InlineData("Secrets:jwt:Previous", "env:A until {0}")]
    [InlineData("Secrets:jwt", "{0}")]
    [InlineData("Secrets", "{0}")]
    [InlineData("Secrets:jwt:Value", "{0}")]
    [InlineData("Jwt:Secret", "{0}")]
    [InlineData("Jwt:Key", "{0}")]
    [InlineData("Jwt:Algorithm", "{0}")]
    [InlineData("Jwt:ClockSkew", "{0}")]
    [InlineData("Jwt:RequireSubject", "{0}")]
    [InlineData("Jwt", "{0}")]
    [InlineData("SharedSecret", "{0}")]
    [InlineData("SharedSecret:Secret", "{0}")]
    [InlineData("Refusal", "{0}")]
    [InlineData("HelpBase", "{0}")]
    public void At_start_the_fault_names_the_setting_alone(string setting, string form)
    {
        var value = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, TestSecrets.Hex());

        var faults = TestSettings.Faults((setting, value));

        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.False(LeakWatch.Holds(fault)));
        Assert.All(faults, fault => Assert.StartsWith("WsAuth:" + setting, fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("Jwt:{0}")]
    [InlineData("Secrets:{0}")]
    [InlineData("Secrets:{0}:Order")]
    [InlineData("Secrets:jwt:{0}")]
    public void On_the_wrong_side_of_the_colon_it_is_not_repeated_either(string form)
    {
        var setting = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, TestSecrets.Hex());

        var fault = Assert.Single(TestSettings.Faults((setting, "env:A")));

        Assert.False(LeakWatch.Holds(fault));
    }

    [Theory]
    [InlineData("env:OAUTH2_JWT_SIGNING_SECRET_2027")]
    [InlineData("env:OAUTH2CLIENTSECRETFORJWT")]
    [InlineData("config:Auth:Jwt:Secret2027")]
    [InlineData("file:/var/lib/3c3c5f5462bf749547336fe16b78e04be5fcd42de806f2ef8a477c457d9e4cae/jwt")]
    [InlineData("code:vault-eu-west-1")]
    public void Names_as_people_give_them_are_no_values(string order)
    {
        using var runtime = TestSettings.Read(("Secrets:jwt:Order", order));

        Assert.Equal(order, runtime.Secrets.Resolve("jwt").Order);
    }

    [Theory]
    [InlineData("Secrets:jwt:Order")]
    [InlineData("Jwt:Secret")]
    public void On_reload_the_log_line_names_the_setting_alone(string setting)
    {
        using var resolver = new TestResolver("env:GOOD");
        resolver.Variables["GOOD"] = TestSecrets.Hex();
        resolver.Start();

        resolver[setting] = TestSecrets.Hex();
        resolver.Reload();

        var error = Assert.Single(resolver.Logged(LogLevel.Error));
        Assert.Contains("WsAuth:" + setting, error, StringComparison.Ordinal);
        Assert.False(LeakWatch.Holds(error));
    }
}
