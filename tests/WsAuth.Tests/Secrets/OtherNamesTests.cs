using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

/// <summary>Well-known other names are never read, but named when nothing resolves and one of them is set.</summary>
public sealed class OtherNamesTests
{
    [Theory]
    [InlineData("JWT_SECRET")]
    [InlineData("AUTH_JWT_SECRET")]
    [InlineData("STAGING_JWT_SECRET")]
    [InlineData("PRODUCTION_JWT_SECRET")]
    [InlineData("SECRET_KEY")]
    public void One_that_is_set_is_named_and_never_read(string variable)
    {
        using var resolver = new TestResolver();
        resolver.Variables[variable] = TestSecrets.Hex();

        var fault = resolver.StartFault();

        Assert.Contains(
            $"The variable {variable} is set, but is not in the order and is never read",
            fault,
            StringComparison.Ordinal
        );
        Assert.Contains($"env:{variable}", fault, StringComparison.Ordinal);
        Assert.Empty(resolver.Ring.Keys);
        Assert.DoesNotContain(resolver.Jwt.Rows, row => row.Source == "env:" + variable);
    }

    [Fact]
    public void They_are_named_for_an_order_of_ones_own_too()
    {
        using var resolver = new TestResolver("env:MY_JWT");
        resolver.Variables["JWT_SECRET_KEY"] = TestSecrets.Hex();

        Assert.Contains("The variable JWT_SECRET_KEY is set", resolver.StartFault(), StringComparison.Ordinal);
        Assert.Empty(resolver.Ring.Keys);
    }

    [Theory]
    [InlineData("edge", "EDGE_AUTH_SECRET")]
    [InlineData("my-own", "MY_OWN_SECRET")]
    public void Other_secrets_have_other_names(string secret, string variable)
    {
        using var resolver = new TestResolver();
        resolver[$"Secrets:{secret}:Order"] = "env:SOMEWHERE";
        resolver.Variables[variable] = TestSecrets.Hex();
        resolver.Variables["JWT_SECRET_KEY"] = TestSecrets.Hex();

        var fault = resolver.StartFault(secret);

        Assert.Contains($"The variable {variable} is set", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("JWT_SECRET_KEY", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Blank_ones_are_not_named()
    {
        using var resolver = new TestResolver("env:MY_JWT");
        resolver.Variables["JWT_SECRET"] = " ";

        Assert.DoesNotContain("JWT_SECRET", resolver.StartFault(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_something_resolves_they_are_not_mentioned()
    {
        using var resolver = new TestResolver("env:MY_JWT");
        resolver.Variables["MY_JWT"] = TestSecrets.Hex();
        resolver.Variables["JWT_SECRET"] = TestSecrets.Hex();

        resolver.Start();

        Assert.DoesNotContain(resolver.Logs.Messages, line => line.Contains("JWT_SECRET", StringComparison.Ordinal));
        Assert.Single(resolver.Ring.Keys);
    }
}
