using Microsoft.Extensions.Logging;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

/// <summary>Rule 8, first half: reload and file change are followed.</summary>
public sealed class SecretChangeTests
{
    [Fact]
    public void A_changed_file_is_followed_within_one_polling_interval()
    {
        using var resolver = new TestResolver();
        var (first, second) = (TestSecrets.Hex(), TestSecrets.Hex());
        resolver["Secrets:jwt:Order"] = "file:" + resolver.Folder.Write("jwt", first);
        Assert.True(resolver.Ring.Current.Holds(first));

        resolver.Folder.Write("jwt", second);
        resolver.Clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.True(resolver.Ring.Current.Holds(first));

        resolver.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(resolver.Ring.Current.Holds(second));
    }

    [Fact]
    public void A_file_named_by_a_variable_is_followed()
    {
        using var resolver = new TestResolver("envfile:JWT_FILE");
        var second = TestSecrets.Hex();
        resolver.Variables["JWT_FILE"] = resolver.Folder.Write("jwt", TestSecrets.Hex());
        Assert.NotNull(resolver.Ring.Current);

        resolver.Folder.Write("jwt", second);
        resolver.Poll();

        Assert.True(resolver.Ring.Current.Holds(second));
    }

    [Fact]
    public void A_file_that_appears_before_the_source_in_force_takes_over()
    {
        using var resolver = new TestResolver();
        resolver["Secrets:jwt:Order"] = $"file:{resolver.Folder.Path}/jwt > env:FALLBACK";
        resolver.Variables["FALLBACK"] = TestSecrets.Hex();
        Assert.Equal("absent won", resolver.States);

        var secret = TestSecrets.Hex();
        resolver.Folder.Write("jwt", secret);
        resolver.Poll();

        Assert.Equal("won shadowed-different", resolver.States);
        Assert.True(resolver.Ring.Current.Holds(secret));
    }

    [Fact]
    public void The_polling_interval_can_be_set()
    {
        using var resolver = new TestResolver();
        var second = TestSecrets.Hex();
        resolver["SecretPollingInterval"] = "00:01:00";
        resolver["Secrets:jwt:Order"] = "file:" + resolver.Folder.Write("jwt", TestSecrets.Hex());
        Assert.NotNull(resolver.Ring.Current);

        resolver.Folder.Write("jwt", second);
        resolver.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(resolver.Ring.Current.Holds(second));

        resolver.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(resolver.Ring.Current.Holds(second));
    }

    [Fact]
    public void A_changed_polling_interval_is_followed()
    {
        using var resolver = new TestResolver();
        var second = TestSecrets.Hex();
        resolver["SecretPollingInterval"] = "01:00:00";
        resolver["Secrets:jwt:Order"] = "file:" + resolver.Folder.Write("jwt", TestSecrets.Hex());
        Assert.NotNull(resolver.Ring.Current);

        resolver["SecretPollingInterval"] = "00:00:02";
        resolver.Reload();
        resolver.Folder.Write("jwt", second);
        resolver.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.True(resolver.Ring.Current.Holds(second));
    }

    [Fact]
    public void Zero_switches_polling_off()
    {
        using var resolver = new TestResolver();
        var (first, second) = (TestSecrets.Hex(), TestSecrets.Hex());
        resolver["SecretPollingInterval"] = "00:00:00";
        resolver["Secrets:jwt:Order"] = "file:" + resolver.Folder.Write("jwt", first);
        Assert.NotNull(resolver.Ring.Current);

        resolver.Folder.Write("jwt", second);
        resolver.Clock.Advance(TimeSpan.FromHours(1));
        Assert.True(resolver.Ring.Current.Holds(first));

        resolver.Secrets.Refresh();
        Assert.True(resolver.Ring.Current.Holds(second));
    }

    [Fact]
    public void A_changed_configuration_key_is_followed_on_reload()
    {
        using var resolver = new TestResolver("config:Auth:Secret");
        var second = TestSecrets.Hex();
        resolver.Put("Auth:Secret", TestSecrets.Hex());
        Assert.NotNull(resolver.Ring.Current);

        resolver.Put("Auth:Secret", second);
        resolver.Reload();

        Assert.True(resolver.Ring.Current.Holds(second));
    }

    [Fact]
    public void A_changed_order_is_followed_on_reload()
    {
        using var resolver = new TestResolver("env:FIRST");
        var second = TestSecrets.Hex();
        resolver.Variables["FIRST"] = TestSecrets.Hex();
        resolver.Variables["SECOND"] = second;
        resolver.Start();

        resolver["Secrets:jwt:Order"] = "env:SECOND > env:FIRST";
        resolver.Reload();

        Assert.True(resolver.Ring.Current.Holds(second));
        Assert.Equal("won shadowed-different", resolver.States);
        Assert.Equal(2, resolver.ReportCount);
    }

    [Fact]
    public void A_secret_that_is_configured_later_is_resolved_and_logged()
    {
        using var resolver = new TestResolver("env:FIRST");
        resolver.Variables["FIRST"] = TestSecrets.Hex();
        resolver.Variables["MINE"] = TestSecrets.Hex();
        resolver.Start();

        resolver["Secrets:mine:Order"] = "env:MINE";
        resolver.Reload();

        Assert.Equal(2, resolver.ReportCount);
        Assert.Contains(resolver.Logs.Messages, line => line.Contains("  mine: in force", StringComparison.Ordinal));
        Assert.NotNull(resolver.Secrets.GetRing("mine").Current);
    }

    [Theory]
    [InlineData("Secrets:jwt:Order", "")]
    [InlineData("Secrets:jwt:Order", "evn:FIRST")]
    [InlineData("Jwt:Algorithm", "none")]
    [InlineData("Jwt:Secret", "no-such-name")]
    [InlineData("NoSuchSetting", "1")]
    public void An_invalid_configuration_keeps_the_old_one_and_is_logged(string setting, string value)
    {
        using var resolver = new TestResolver("env:FIRST");
        var first = TestSecrets.Hex();
        resolver["Jwt:Issuer"] = "https://before.example";
        resolver.Variables["FIRST"] = first;
        resolver.Start();
        var ring = resolver.Ring;

        resolver[setting] = value;
        resolver["Jwt:Issuer"] = "https://after.example";
        resolver.Reload();

        Assert.Same(ring, resolver.Ring);
        Assert.Equal("https://before.example", resolver.Runtime.Settings.Current.Jwt.Issuer);
        var error = Assert.Single(resolver.Logged(LogLevel.Error));
        Assert.Contains("the last good one stays in force", error, StringComparison.Ordinal);
        Assert.Contains("WsAuth:" + setting, error, StringComparison.Ordinal);
    }

    [Fact]
    public void After_an_invalid_configuration_a_valid_one_is_followed()
    {
        using var resolver = new TestResolver("env:FIRST");
        var second = TestSecrets.Hex();
        resolver.Variables["FIRST"] = TestSecrets.Hex();
        resolver.Variables["SECOND"] = second;
        resolver.Start();

        resolver["Secrets:jwt:Order"] = "evn:SECOND";
        resolver.Reload();
        resolver["Secrets:jwt:Order"] = "env:SECOND";
        resolver.Reload();

        Assert.True(resolver.Ring.Current.Holds(second));
    }

    [Fact]
    public void A_disposed_resolver_follows_nothing()
    {
        var resolver = new TestResolver();
        var first = TestSecrets.Hex();
        resolver["Secrets:jwt:Order"] = "file:" + resolver.Folder.Write("jwt", first);
        var secrets = resolver.Secrets;
        secrets.GetRing("jwt");
        secrets.Dispose();

        resolver.Folder.Write("jwt", TestSecrets.Hex());
        resolver.Poll();
        resolver.Reload();

        Assert.True(secrets.GetRing("jwt").Current.Holds(first));
        resolver.Dispose();
    }
}
