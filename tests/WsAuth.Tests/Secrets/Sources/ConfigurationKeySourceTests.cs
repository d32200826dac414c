using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets.Sources;

public sealed class ConfigurationKeySourceTests
{
    [Fact]
    public void The_key_is_read_from_the_root()
    {
        using var resolver = new TestResolver("config:Auth:Jwt:Secret");
        var secret = TestSecrets.Hex();
        resolver.Put("Auth:Jwt:Secret", secret);

        Assert.True(resolver.Ring.Current.Holds(secret));
    }

    [Fact]
    public void A_missing_key_is_an_absent_source()
    {
        using var resolver = new TestResolver("config:Auth:Jwt:Secret > env:NEXT");
        resolver.Variables["NEXT"] = TestSecrets.Hex();

        Assert.Equal("absent won", resolver.States);
    }

    [Fact]
    public void A_section_is_refused()
    {
        using var resolver = new TestResolver("config:Auth:Jwt > env:NEXT");
        resolver.Put("Auth:Jwt:Secret", TestSecrets.Hex());
        resolver.Variables["NEXT"] = TestSecrets.Hex();

        Assert.Contains("it is a section, not a value", resolver.StartFault(), StringComparison.Ordinal);
        Assert.Empty(resolver.Ring.Keys);
    }
}
