using Xunit;

namespace WsAuth.Tests.Options;

public sealed class SecretNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("jwt-eu_2")]
    [InlineData("abcdefghijklmnopqrstuvwxyz012345")]
    public void Letters_digits_hyphen_and_underscore_are_a_name(string name)
    {
        using var runtime = TestSettings.Read(($"Secrets:{name}:Order", "env:A"));

        Assert.Equal(name, runtime.Secrets.Resolve(name).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("-a")]
    [InlineData("two words")]
    [InlineData("../../etc")]
    [InlineData("a.b")]
    [InlineData("ü")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    public void Anything_else_is_refused(string name) =>
        Assert.StartsWith(
            "WsAuth:Secrets holds a name that is not 1–32 letters",
            TestSettings.Fault(($"Secrets:{name}:Order", "env:A")),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_name_without_an_order_of_its_own_needs_one() =>
        Assert.Contains(
            "WsAuth:Secrets:mine:Order is missing, and there is no built-in order of that name; name its sources, for example env:MINE_SECRET",
            TestSettings.Fault(("Secrets:mine:Previous", "env:OLD")),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_name_with_a_built_in_order_needs_none()
    {
        using var runtime = TestSettings.Read(("Secrets:jwt:Previous", "env:OLD"));

        Assert.True(runtime.Secrets.Resolve("jwt").IsBuiltInOrder);
        Assert.Equal(4, runtime.Secrets.Resolve("jwt").Rows.Count);
    }

    [Theory]
    [InlineData("Jwt:Secret")]
    [InlineData("SharedSecret:Secret")]
    public void A_name_that_is_used_has_to_be_configured(string setting)
    {
        var fault = TestSettings.Fault((setting, "mine"), ("Secrets:other:Order", "env:A"));

        Assert.StartsWith(
            $"WsAuth:{setting} has to be the name of a secret (other, jwt, edge, ticket)",
            fault,
            StringComparison.Ordinal
        );
    }
}
