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
    [InlineData("Secrets:jwt:Previous", "{0}")]
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
