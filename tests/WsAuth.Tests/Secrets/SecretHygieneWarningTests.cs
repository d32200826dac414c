using Microsoft.Extensions.Logging;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

/// <summary>What makes two copies of a secret differ is warned about at start, and named again where something does not match.</summary>
public sealed class SecretHygieneWarningTests
{
    [Theory]
    [InlineData("{0}\n", "ends with a line feed")]
    [InlineData("{0}\r\n", "ends with CR LF")]
    [InlineData(" {0}", "begins with white space")]
    [InlineData("\"{0}\"", "is wrapped in quotes")]
    [InlineData("\uFEFF{0}", "begins with a byte order mark")]
    public void A_value_that_a_copy_would_not_have_is_warned_about_and_named_with_the_source(string form, string note)
    {
        using var resolver = new TestResolver("env:A");
        resolver.Variables["A"] = form.Replace("{0}", TestSecrets.Hex(), StringComparison.Ordinal);

        resolver.Start("jwt");

        Assert.Contains(
            $"the value of env:A {note}",
            Assert.Single(resolver.Logged(LogLevel.Warning)),
            StringComparison.Ordinal
        );
        Assert.Contains(note, resolver.Ring.DescribeCurrent(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_clean_value_is_not()
    {
        using var resolver = new TestResolver("env:A");
        resolver.Variables["A"] = TestSecrets.Hex();

        resolver.Start("jwt");

        Assert.Empty(resolver.Logged(LogLevel.Warning));
        Assert.EndsWith("(source 1 of 1)", resolver.Ring.DescribeCurrent(), StringComparison.Ordinal);
    }
}
