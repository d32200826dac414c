using Microsoft.Extensions.Logging;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

/// <summary>Rule 8, second half: new but unusable keeps the last good value, gone is gone.</summary>
public sealed class SecretDegradationTests
{
    [Theory]
    [InlineData("short")]
    [InlineData("changeme-changeme-changeme-changeme-changeme")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----")]
    public void A_new_but_unusable_value_keeps_the_last_good_one_degraded_and_loud(string bad)
    {
        using var resolver = new TestResolver();
        var good = TestSecrets.Hex();
        resolver["Secrets:jwt:Order"] = "file:" + resolver.Folder.Write("jwt", good);
        resolver.Start();

        resolver.Folder.Write("jwt", bad);
        resolver.Poll();

        Assert.True(resolver.Ring.Current.Holds(good));
        Assert.True(resolver.Jwt.IsDegraded);
        Assert.Equal("refused", resolver.States);
        Assert.Contains("is refused", resolver.Ring.Fault, StringComparison.Ordinal);
        var line = Assert.Single(resolver.Logged(LogLevel.Error));
        Assert.Contains("is refused", line, StringComparison.Ordinal);
        Assert.Contains("The last good value stays in force", line, StringComparison.Ordinal);
        Assert.Contains(
            "jwt: DEGRADED, the last good value",
            resolver.Secrets.Report().ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void It_stays_loud_once_and_not_at_every_poll()
    {
        using var resolver = new TestResolver();
        resolver["Secrets:jwt:Order"] = "file:" + resolver.Folder.Write("jwt", TestSecrets.Hex());
        resolver.Start();

        resolver.Folder.Write("jwt", "short");
        resolver.Poll();
        resolver.Poll();
        resolver.Poll();

        Assert.Single(resolver.Logged(LogLevel.Error));
        Assert.NotNull(resolver.Ring.Current);
    }

    [Fact]
    public void An_unusable_new_value_never_falls_through_to_the_next_source()
    {
        using var resolver = new TestResolver();
        var good = TestSecrets.Hex();
        resolver["Secrets:jwt:Order"] = $"file:{resolver.Folder.Write("jwt", good)} > env:NEXT";
        resolver.Variables["NEXT"] = TestSecrets.Hex();
        resolver.Start();

        resolver.Folder.Write("jwt", "short");
        resolver.Poll();

        Assert.True(resolver.Ring.Current.Holds(good));
    }

    [Fact]
    public void A_degraded_secret_recovers_with_the_next_usable_value()
    {
        using var resolver = new TestResolver();
        resolver["Secrets:jwt:Order"] = "file:" + resolver.Folder.Write("jwt", TestSecrets.Hex());
        resolver.Start();
        resolver.Folder.Write("jwt", "short");
        resolver.Poll();
        Assert.True(resolver.Jwt.IsDegraded);

        var next = TestSecrets.Hex();
        resolver.Folder.Write("jwt", next);
        resolver.Poll();

        Assert.False(resolver.Jwt.IsDegraded);
        Assert.Null(resolver.Ring.Fault);
        Assert.True(resolver.Ring.Current.Holds(next));
        Assert.Equal(3, resolver.ReportCount);
    }

    [Fact]
    public void A_degraded_secret_recovers_with_the_very_value_that_stayed_in_force()
    {
        using var resolver = new TestResolver();
        var good = TestSecrets.Hex();
        resolver["Secrets:jwt:Order"] = "file:" + resolver.Folder.Write("jwt", good);
        resolver.Start();
        var key = resolver.Ring.Current;
        resolver.Folder.Write("jwt", "short");
        resolver.Poll();

        resolver.Folder.Write("jwt", good);
        resolver.Poll();

        Assert.Null(resolver.Ring.Fault);
        Assert.Same(key, resolver.Ring.Current);
    }

    [Fact]
    public void A_value_that_is_gone_makes_the_secret_unavailable_and_its_return_mends_it()
    {
        using var resolver = new TestResolver();
        var good = TestSecrets.Hex();
        var path = resolver.Folder.Write("jwt", good);
        resolver["Secrets:jwt:Order"] = "file:" + path;
        resolver.Start();

        File.Delete(path);
        resolver.Poll();

        Assert.Null(resolver.Ring.Current);
        Assert.Empty(resolver.Ring.Keys);
        Assert.False(resolver.Jwt.IsDegraded);
        Assert.Contains("has no value", resolver.Ring.Fault, StringComparison.Ordinal);
        Assert.Contains("has no value", Assert.Single(resolver.Logged(LogLevel.Error)), StringComparison.Ordinal);

        resolver.Folder.Write("jwt", good);
        resolver.Poll();
        Assert.True(resolver.Ring.Current.Holds(good));
    }

    [Fact]
    public void Gone_and_then_unusable_does_not_bring_the_old_value_back()
    {
        using var resolver = new TestResolver();
        var path = resolver.Folder.Write("jwt", TestSecrets.Hex());
        resolver["Secrets:jwt:Order"] = "file:" + path;
        resolver.Start();

        File.Delete(path);
        resolver.Poll();
        resolver.Folder.Write("jwt", "short");
        resolver.Poll();

        Assert.Null(resolver.Ring.Current);
    }

    [Fact]
    public void A_current_value_that_is_gone_is_gone_even_while_a_previous_one_is_unusable()
    {
        using var resolver = new TestResolver();
        var path = resolver.Folder.Write("jwt", TestSecrets.Hex());
        var old = resolver.Folder.Write("old", TestSecrets.Hex());
        resolver["Secrets:jwt:Order"] = "file:" + path;
        resolver["Secrets:jwt:Previous"] = "file:" + old;
        resolver.Start();

        File.Delete(path);
        resolver.Folder.Write("old", "short");
        resolver.Poll();

        Assert.Null(resolver.Ring.Current);
    }

    [Fact]
    public void Key_ids_that_clash_after_a_reload_keep_the_last_good_ring()
    {
        using var resolver = new TestResolver("env:FIRST id a");
        resolver["Secrets:jwt:Previous"] = "env:SECOND id b";
        var first = TestSecrets.Hex();
        resolver.Variables["FIRST"] = first;
        resolver.Variables["SECOND"] = TestSecrets.Hex();
        resolver.Start();

        resolver["Secrets:jwt:Previous"] = "env:SECOND id a";
        resolver.Reload();

        Assert.True(resolver.Jwt.IsDegraded);
        Assert.True(resolver.Ring.Current.Holds(first));
        Assert.Equal(["a", "b"], resolver.Ring.Keys.Select(key => key.KeyId));
    }

    [Fact]
    public void A_secret_whose_settings_are_removed_is_unavailable_and_the_others_live_on()
    {
        using var resolver = new TestResolver();
        resolver["Secrets:jwt:Order"] = "file:" + resolver.Folder.Write("jwt", TestSecrets.Hex());
        resolver["Secrets:mine:Order"] = "env:MINE";
        resolver.Variables["MINE"] = TestSecrets.Hex();
        resolver.Start();

        resolver["Secrets:mine:Order"] = null;
        resolver.Reload();

        Assert.Null(resolver.Secrets.GetRing("mine").Current);
        Assert.Contains("no longer configured", resolver.Secrets.GetRing("mine").Fault, StringComparison.Ordinal);
        Assert.Contains("mine: UNAVAILABLE", resolver.Secrets.Report().ToString(), StringComparison.Ordinal);

        var next = TestSecrets.Hex();
        resolver.Folder.Write("jwt", next);
        resolver.Poll();
        Assert.True(resolver.Ring.Current.Holds(next));
        Assert.Contains(resolver.Logged(LogLevel.Error), error => error.Contains("'mine'", StringComparison.Ordinal));
    }
}
