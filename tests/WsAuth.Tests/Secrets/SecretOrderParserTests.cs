using WsAuth.Secrets;
using Xunit;

namespace WsAuth.Tests.Secrets;

public sealed class SecretOrderParserTests
{
    [Theory]
    [InlineData("env:A>env:B", "env:A env:B")]
    [InlineData("  env:A   >   env:B  ", "env:A env:B")]
    [InlineData("env:A\n > env:B", "env:A env:B")]
    [InlineData("hex:env:A > base64:file:/run/a b", "hex:env:A base64:file:/run/a b")]
    [InlineData("env:A > hex:env:A", "env:A hex:env:A")]
    [InlineData("config:A:B:C > code:vault", "config:A:B:C code:vault")]
    [InlineData("file:C:\\secrets\\jwt", "file:C:\\secrets\\jwt")]
    [InlineData("development-default", "development-default")]
    public void An_order_is_read_as_it_is_written(string order, string names)
    {
        var errors = new List<string>();

        var entries = SecretOrderParser.Parse(order, "Setting", "Staging", mayEnd: false, errors);

        Assert.Empty(errors);
        Assert.Equal(names, string.Join(" ", entries.Select(entry => entry.Name)));
    }

    [Theory]
    [InlineData("", "Setting is empty")]
    [InlineData("   ", "Setting is empty")]
    [InlineData(">", "source 1 of 2: there is nothing between two '>'")]
    [InlineData("env:A >", "source 2 of 2: there is nothing between two '>'")]
    [InlineData("env:A > > env:B", "source 2 of 3: there is nothing between two '>'")]
    [InlineData("env:A, env:B", "separate sources by ' > '")]
    [InlineData("env:A env:B", "separate sources by ' > '")]
    [InlineData("env:", "nothing follows its kind")]
    [InlineData("hex:", "there is nothing")]
    [InlineData("hex:base64:env:A", "its kind is not known")]
    [InlineData("JWT_SECRET", "it names no kind; write for example env:NAME")]
    [InlineData("evn:A", "its kind is not known; did you mean 'env'?")]
    [InlineData("envfiel:A", "its kind is not known; did you mean 'envfile'?")]
    [InlineData("conifg:A", "its kind is not known; did you mean 'config'?")]
    [InlineData("ENV:A", "its kind is not known; did you mean 'env'?")]
    [InlineData("vault:A", "its kind is not known (kinds: env:NAME")]
    [InlineData("env:A > env:A", "source 2 of 2: it stands in the order twice")]
    [InlineData("env:JWT_{ENV}", "only {ENVIRONMENT} may stand in braces")]
    [InlineData("env:JWT_{environment}", "only {ENVIRONMENT} may stand in braces")]
    [InlineData("env:A until 2027-01-31", "'until' belongs to Previous")]
    [InlineData("file:/run/a until 2027-01-31 id k", "'until' belongs to Previous")]
    public void A_fault_is_named_with_its_place_and_fix(string order, string error)
    {
        var errors = new List<string>();

        SecretOrderParser.Parse(order, "Setting", "Staging", mayEnd: false, errors);

        Assert.NotEmpty(errors);
        Assert.Contains(error, errors[0], StringComparison.Ordinal);
        Assert.StartsWith("Setting", errors[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("31.01.2027")]
    [InlineData("2027-1-31")]
    [InlineData("2027-02-30")]
    [InlineData("01/31/2027")]
    [InlineData("tomorrow")]
    [InlineData("2027-01-31 12:00")]
    [InlineData("20270131")]
    [InlineData("1801353600")]
    public void A_bad_date_is_an_error_and_not_an_endless_key(string date)
    {
        foreach (var source in (string[])["env:OLD", "file:/run/old", "config:Old"])
        {
            var errors = new List<string>();

            var entries = SecretOrderParser.Parse($"{source} until {date}", "Setting", "Staging", mayEnd: true, errors);

            Assert.Contains(
                "write it as 2027-01-31 or 2027-01-31T12:00:00Z",
                Assert.Single(errors),
                StringComparison.Ordinal
            );
            Assert.Empty(entries);
        }
    }

    [Theory]
    [InlineData("file:/run/old until")]
    [InlineData("config:Old until")]
    public void An_end_without_a_date_is_an_error(string order)
    {
        var errors = new List<string>();

        SecretOrderParser.Parse(order, "Setting", "Staging", mayEnd: true, errors);

        Assert.Contains("'until'", Assert.Single(errors), StringComparison.Ordinal);
    }
}
