using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets.Sources;

/// <summary>Outside Development, Testing and Test the development default is an error.</summary>
public sealed class DevelopmentDefaultElsewhereTests : IDisposable
{
    private readonly TestFolder _profile = new();

    private string Kept(string name) => Path.Combine(_profile.Path, "wsauth", "development-defaults", name);

    private TestResolver Resolver(string? order, string environment)
    {
        var resolver = new TestResolver(order, environment);
        resolver.Variables["XDG_DATA_HOME"] = _profile.Path;
        return resolver;
    }

    public void Dispose() => _profile.Dispose();

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("Development-EU")]
    public void Reached_in_a_built_in_order_elsewhere_it_is_an_error(string environment)
    {
        using var resolver = Resolver(null, environment);

        var fault = resolver.StartFault();

        Assert.Contains("development-default (source 3 of 3) is refused", fault, StringComparison.Ordinal);
        Assert.Contains($"this is {environment}", fault, StringComparison.Ordinal);
        Assert.Empty(resolver.Ring.Keys);
        Assert.False(File.Exists(Kept("jwt")));
    }

    [Fact]
    public void Not_reached_in_a_built_in_order_it_harms_nobody()
    {
        using var resolver = Resolver(null, "Production");
        resolver.Variables["JWT_SECRET_PRODUCTION"] = TestSecrets.Hex();

        resolver.Start();

        Assert.NotNull(resolver.Ring.Current);
    }

    [Theory]
    [InlineData("development-default")]
    [InlineData("env:GOOD > development-default")]
    public void Configured_explicitly_elsewhere_it_is_an_error_even_where_it_is_not_reached(string order)
    {
        using var resolver = Resolver(order, "Production");
        resolver.Variables["GOOD"] = TestSecrets.Hex();

        var fault = resolver.StartFault();

        Assert.Contains("development-default", fault, StringComparison.Ordinal);
        Assert.Contains("this is Production", fault, StringComparison.Ordinal);
        Assert.Contains("WsAuth:Secrets:jwt", fault, StringComparison.Ordinal);
        Assert.Empty(resolver.Ring.Keys);
        Assert.False(File.Exists(Kept("jwt")));
    }

    [Fact]
    public void Configured_as_a_previous_value_elsewhere_it_is_an_error()
    {
        using var resolver = Resolver("env:GOOD", "Production");
        resolver["Secrets:jwt:Previous"] = "development-default";
        resolver.Variables["GOOD"] = TestSecrets.Hex();

        Assert.Contains("development-default", resolver.StartFault(), StringComparison.Ordinal);
        Assert.False(File.Exists(Kept("jwt")));
    }
}
