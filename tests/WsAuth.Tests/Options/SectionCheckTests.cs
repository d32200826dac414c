using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WsAuth.Options;
using WsAuth.Registration;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Options;

/// <summary>A section that somebody wrote and nobody reads: its audiences and origins would not be checked, and nobody would know.</summary>
public sealed class SectionCheckTests
{
    [Theory]
    [InlineData("WsAuht")]
    [InlineData("WsAut")]
    [InlineData("WsAuthh")]
    [InlineData("Ws-Auth")]
    public void A_misspelled_section_stops_the_start_and_is_named(string name)
    {
        var fault = Assert.Single(Faults(Root(($"{name}:Jwt:Audience", "chat"))));

        Assert.StartsWith(
            $"The configuration has a section {name}, which is not read; did you mean 'WsAuth'?",
            fault,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void It_does_so_beside_the_right_one_too() =>
        Assert.Single(Faults(Root(("WsAuht:Jwt:Audience", "chat"), ("WsAuth:Jwt:Issuer", "https://issuer.example"))));

    [Theory]
    [InlineData("WebAuth:Jwt:Audience", 1)]
    [InlineData("Auth:Jwt:Audience", 0)]
    [InlineData("WsAuht:Colour", 0)]
    [InlineData("wsauth:Jwt:Audience", 0)]
    [InlineData("Else:WsAuht:Jwt:Audience", 0)]
    public void What_may_belong_to_something_else_is_warned_about_or_let_be(string setting, int warnings)
    {
        using var runtime = Start(Root((setting, "chat")));

        Assert.Equal(warnings, runtime.Settings.Current.Warnings.Count);
    }

    [Fact]
    public void The_section_itself_in_the_place_of_the_root_stops_the_start()
    {
        var fault = Assert.Single(Faults(Root(("WsAuth:Jwt:Audience", "chat")).GetSection("WsAuth")));

        Assert.Contains("pass the root, AddWsAuth(builder.Configuration).", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void So_does_a_section_of_another_name_that_holds_the_settings()
    {
        var fault = Assert.Single(
            Faults(Root(("Chat:Sockets:Origins", "https://a.example")).GetSection("Chat:Sockets"))
        );

        Assert.Contains("AddWsAuth(builder.Configuration, \"Chat:Sockets\")", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_that_holds_the_section_is_a_root()
    {
        using var runtime = Start(Root(("Chat:WsAuth:Jwt:Audience", "chat")).GetSection("Chat"));

        Assert.Equal("chat", runtime.Settings.Current.Jwt.Audience);
    }

    [Fact]
    public void The_values_of_the_section_are_counted()
    {
        using var some = Start(Root(("WsAuth:Jwt:Audience", "chat"), ("WsAuth:Secrets:jwt:Order", "env:A")));
        using var none = Start(Root(("Logging:LogLevel:Default", "Debug")));

        Assert.Equal(2, some.Settings.Current.SettingCount);
        Assert.Equal(0, none.Settings.Current.SettingCount);
        Assert.Null(new WsAuthOptions().SettingCount);
    }

    private static IConfigurationRoot Root(params (string Setting, string? Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Setting, pair.Value)))
            .Build();

    private static WsAuthRuntime Start(IConfiguration configuration) =>
        WsAuthRuntime.FromConfiguration(configuration, "Production", variables: new TestVariables());

    private static IReadOnlyList<string> Faults(IConfiguration configuration) =>
        [.. Assert.Throws<OptionsValidationException>(() => Start(configuration).Dispose()).Failures];
}
