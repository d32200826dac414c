using Microsoft.Extensions.Logging;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

/// <summary>Rule 2: set but empty is skipped loudly.</summary>
public sealed class EmptySourceTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\r\n")]
    [InlineData(" \t\v\f\n")]
    public void A_variable_set_to_nothing_is_skipped_with_a_warning_and_a_row(string value)
    {
        using var resolver = new TestResolver("env:FIRST > env:SECOND");
        var second = TestSecrets.Hex();
        resolver.Variables["FIRST"] = value;
        resolver.Variables["SECOND"] = second;

        var report = resolver.Start();

        Assert.True(resolver.Ring.Current.Holds(second));
        Assert.Equal("empty won", resolver.States);
        Assert.Equal(value.Length, resolver.Row(1).Length);
        Assert.Null(resolver.Row(1).Fingerprint);
        var warning = Assert.Single(report.Warnings);
        Assert.Contains("env:FIRST is set but empty", warning, StringComparison.Ordinal);
        Assert.Contains(warning, resolver.Logged(LogLevel.Warning));
    }

    [Fact]
    public void An_empty_file_is_an_empty_source()
    {
        using var resolver = new TestResolver();
        var path = resolver.Folder.Write("jwt", "\n");
        resolver["Secrets:jwt:Order"] = $"file:{path} > env:SECOND";
        resolver.Variables["SECOND"] = TestSecrets.Hex();

        Assert.Equal("empty won", resolver.States);
    }

    [Fact]
    public void A_variable_that_names_a_file_may_be_empty_too()
    {
        using var resolver = new TestResolver("envfile:FIRST_FILE > env:SECOND");
        resolver.Variables["FIRST_FILE"] = " ";
        resolver.Variables["SECOND"] = TestSecrets.Hex();

        Assert.Equal("empty won", resolver.States);
    }

    [Fact]
    public void An_empty_configuration_key_is_an_empty_source()
    {
        using var resolver = new TestResolver("config:Auth:Secret > env:SECOND");
        resolver.Put("Auth:Secret", "");
        resolver.Variables["SECOND"] = TestSecrets.Hex();

        Assert.Equal("empty won", resolver.States);
    }
}
