using Xunit;

namespace WsAuth.Tests.Options;

/// <summary>Lists are single texts and named things are sections; the other way round is an error, not a surprise.</summary>
public sealed class ListsAndSectionsTests
{
    [Theory]
    [InlineData("Secrets:jwt:Order")]
    [InlineData("Secrets:jwt:Previous")]
    [InlineData("Jwt:Audience")]
    [InlineData("Jwt:ClockSkew")]
    [InlineData("Query:AccessToken")]
    [InlineData("Refusal")]
    public void An_array_where_one_text_belongs_is_an_error(string setting) =>
        Assert.Contains(
            TestSettings.Faults((setting + ":0", "env:A"), (setting + ":1", "env:B")),
            fault =>
                fault.StartsWith($"WsAuth:{setting} has to be", StringComparison.Ordinal)
                && fault.Contains("not a list or a section", StringComparison.Ordinal)
        );

    [Fact]
    public void An_array_laid_over_a_text_is_an_error_too() =>
        Assert.Contains(
            "not a list or a section",
            TestSettings.Fault(("Secrets:jwt:Order", "env:A"), ("Secrets:jwt:Order:0", "env:B")),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("Jwt")]
    [InlineData("Query")]
    [InlineData("SharedSecret")]
    [InlineData("Secrets")]
    [InlineData("Secrets:jwt")]
    public void A_text_where_a_section_belongs_is_an_error(string section) =>
        Assert.StartsWith(
            $"WsAuth:{section} is a section; write its settings below it",
            TestSettings.Fault((section, "text")),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("Secrets:jwt:Order")]
    [InlineData("Secrets:jwt:Previous")]
    public void An_empty_order_is_an_error(string setting)
    {
        Assert.StartsWith($"WsAuth:{setting} is empty", TestSettings.Fault((setting, "")), StringComparison.Ordinal);
        Assert.StartsWith($"WsAuth:{setting} is empty", TestSettings.Fault((setting, "  ")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_with_empty_parts_is_an_error() =>
        Assert.Contains(
            "WsAuth:Secrets:jwt:Order: source 2 of 3",
            TestSettings.Fault(("Secrets:jwt:Order", "env:A > > env:B")),
            StringComparison.Ordinal
        );

    [Fact]
    public void An_end_in_the_order_is_an_error() =>
        Assert.Contains(
            "'until' belongs to Previous",
            TestSettings.Fault(("Secrets:jwt:Order", "env:A until 2027-01-31")),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_bad_date_is_an_error() =>
        Assert.Contains(
            "WsAuth:Secrets:jwt:Previous: source 1 of 1: the text after 'until' is no date",
            TestSettings.Fault(("Secrets:jwt:Previous", "env:A until 2027-02-30")),
            StringComparison.Ordinal
        );
}
