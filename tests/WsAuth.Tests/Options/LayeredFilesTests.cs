using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WsAuth.Registration;
using WsAuth.Testing;
using WsAuth.Tests.Secrets;
using Xunit;

namespace WsAuth.Tests.Options;

/// <summary>Two real JSON files, the later laid over the earlier: what a host does with appsettings.Staging.json.</summary>
public sealed class LayeredFilesTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestVariables _variables = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_later_order_replaces_the_earlier_one_whole()
    {
        var mine = TestSecrets.Hex();
        _variables["A"] = TestSecrets.Hex();
        _variables["C"] = TestSecrets.Hex();
        _variables["D"] = mine;

        using var runtime = Read(
            """{ "WsAuth": { "Secrets": { "jwt": { "Order": "env:A > env:B > env:C" } }, "Jwt": { "Issuer": "https://a.example" } } }""",
            """{ "WsAuth": { "Secrets": { "jwt": { "Order": "env:D" } } } }"""
        );

        Assert.Equal("env:D", runtime.Secrets.Resolve("jwt").Order);
        Assert.Single(runtime.Secrets.Resolve("jwt").Rows);
        Assert.True(runtime.Secrets.GetRing("jwt").Current.Holds(mine));
        Assert.Equal("https://a.example", runtime.Settings.Current.Jwt.Issuer);
    }

    [Fact]
    public void Named_secrets_of_both_files_stand_side_by_side()
    {
        _variables["A"] = TestSecrets.Hex();
        _variables["B"] = TestSecrets.Hex();

        using var runtime = Read(
            """{ "WsAuth": { "Secrets": { "jwt": { "Order": "env:A" } } } }""",
            """{ "WsAuth": { "Secrets": { "edge": { "Order": "env:B" } } } }"""
        );

        Assert.Equal(["edge", "jwt"], runtime.Secrets.Report().Secrets.Select(secret => secret.Name));
        Assert.Empty(runtime.Secrets.Report().Warnings);
    }

    [Theory]
    [InlineData("""{ "WsAuth": { "Secrets": { "jwt": { "Order": [ "env:B" ] } } } }""", "not a list or a section")]
    [InlineData("""{ "WsAuth": { "Secrets": { "jwt": { "Order": [] } } } }""", "is empty")]
    [InlineData("""{ "WsAuth": { "Secrets": { "jwt": { "Order": "" } } } }""", "is empty")]
    [InlineData("""{ "WsAuth": { "Secrets": { "jwt": [ "env:B" ] } } }""", "is no setting")]
    [InlineData("""{ "WsAuth": { "Secrets": { "": { "Order": "env:B" } } } }""", "holds a name")]
    public void A_later_file_of_another_form_is_an_error_and_not_a_mixture(string later, string sign)
    {
        var thrown = Assert.Throws<OptionsValidationException>(() =>
            Read("""{ "WsAuth": { "Secrets": { "jwt": { "Order": "env:A > env:C" } } } }""", later).Dispose()
        );

        Assert.Contains(sign, Assert.Single(thrown.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "WsAuth": {} }""")]
    [InlineData("""{ "WsAuth": { "Secrets": {} } }""")]
    [InlineData("""{ "WsAuth": { "Secrets": { "jwt": {} } } }""")]
    [InlineData("""{ "WsAuth": null }""")]
    public void A_later_file_that_says_nothing_changes_nothing(string later)
    {
        _variables["A"] = TestSecrets.Hex();

        using var runtime = Read("""{ "WsAuth": { "Secrets": { "jwt": { "Order": "env:A" } } } }""", later);

        Assert.NotNull(runtime.Secrets.GetRing("jwt").Current);
        Assert.Equal("env:A", runtime.Secrets.Resolve("jwt").Order);
    }

    private WsAuthRuntime Read(string earlier, string later) =>
        WsAuthRuntime.FromConfiguration(
            new ConfigurationBuilder()
                .AddJsonFile(_folder.Write("appsettings.json", earlier))
                .AddJsonFile(_folder.Write("appsettings.Staging.json", later))
                .Build(),
            "Staging",
            variables: _variables,
            clock: new ManualTimeProvider()
        );
}
