using Microsoft.Extensions.Configuration;
using WsAuth.Registration;
using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

/// <summary>Rule 7: the environment is explicit.</summary>
public sealed class SecretEnvironmentTests
{
    [Theory]
    [InlineData("Staging", "STAGING")]
    [InlineData("staging", "STAGING")]
    [InlineData("Pre-Prod", "PRE_PROD")]
    [InlineData("eu.west 1", "EU_WEST_1")]
    [InlineData("Übung", "_BUNG")]
    [InlineData("a/b:c>d", "A_B_C_D")]
    [InlineData("QA2", "QA2")]
    public void The_token_is_upper_case_with_every_other_character_made_an_underscore(string environment, string token)
    {
        using var resolver = new TestResolver("env:JWT_SECRET_{ENVIRONMENT}", environment);
        var secret = TestSecrets.Hex();
        resolver.Variables["JWT_SECRET_" + token] = secret;

        Assert.Equal(token, SecretEnvironments.Token(environment));
        Assert.Equal("env:JWT_SECRET_" + token, resolver.Ring.Current?.Source);
        Assert.True(resolver.Ring.Current.Holds(secret));
    }

    [Fact]
    public void The_token_may_stand_anywhere_in_any_kind_of_source()
    {
        using var resolver = new TestResolver(environment: "Staging");
        var path = resolver.Folder.Write("STAGING-jwt", TestSecrets.Hex());
        resolver["Secrets:jwt:Order"] =
            $"file:{resolver.Folder.Path}/{{ENVIRONMENT}}-jwt > config:{{ENVIRONMENT}}:Secret > env:{{ENVIRONMENT}}_{{ENVIRONMENT}}";

        Assert.Equal(
            [$"file:{path}", "config:STAGING:Secret", "env:STAGING_STAGING"],
            resolver.Jwt.Rows.Select(row => row.Source)
        );
        Assert.NotNull(resolver.Ring.Current);
    }

    [Fact]
    public void Each_environment_reads_its_own_variable()
    {
        using var staging = new TestResolver("env:JWT_SECRET_{ENVIRONMENT}", "Staging");
        using var production = new TestResolver("env:JWT_SECRET_{ENVIRONMENT}", "Production");
        staging.Variables["JWT_SECRET_STAGING"] = TestSecrets.Hex();
        production.Variables["JWT_SECRET_STAGING"] = TestSecrets.Hex();

        Assert.NotNull(staging.Ring.Current);
        Assert.Null(production.Ring.Current);
    }

    [Fact]
    public void The_setting_overrides_the_hosts_environment_and_the_log_says_so()
    {
        using var resolver = new TestResolver("env:JWT_SECRET_{ENVIRONMENT}", "Production");
        resolver["Environment"] = "Staging";
        resolver.Variables["JWT_SECRET_STAGING"] = TestSecrets.Hex();

        resolver.Start();

        Assert.Equal("Staging", resolver.Secrets.EnvironmentName);
        Assert.Equal("Staging", resolver.Runtime.Settings.EnvironmentName);
        Assert.Contains(
            "environment Staging (WsAuth:Environment)",
            resolver.Logs.All.Single(entry => entry.Id.Id == 2000).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void An_unset_environment_is_production(string? host)
    {
        using var services = new CoreServices(hostEnvironment: host);

        Assert.Equal("Production", services.Secrets.EnvironmentName);
    }

    [Fact]
    public void A_change_of_the_setting_is_followed()
    {
        using var resolver = new TestResolver("env:JWT_SECRET_{ENVIRONMENT}", "Production");
        var staging = TestSecrets.Hex();
        resolver.Variables["JWT_SECRET_PRODUCTION"] = TestSecrets.Hex();
        resolver.Variables["JWT_SECRET_STAGING"] = staging;
        resolver.Start();

        resolver["Environment"] = "Staging";
        resolver.Reload();

        Assert.True(resolver.Ring.Current.Holds(staging));
        Assert.Equal("Staging", resolver.Ring.EnvironmentName);
    }

    [Fact]
    public void Two_environments_live_in_one_process_and_no_process_variable_is_read_or_changed()
    {
        var variables = new TestVariables();
        variables["JWT_SECRET_ONE"] = TestSecrets.Hex();
        variables["JWT_SECRET_TWO"] = TestSecrets.Hex();
        var configuration = new ConfigurationBuilder().Build();

        using var one = WsAuthRuntime.FromConfiguration(configuration, "One", variables: variables);
        using var two = WsAuthRuntime.FromConfiguration(configuration, "Two", variables: variables);

        Assert.NotEqual(
            one.Secrets.GetRing("jwt").Current!.Fingerprint,
            two.Secrets.GetRing("jwt").Current!.Fingerprint
        );
        Assert.Null(Environment.GetEnvironmentVariable("JWT_SECRET_ONE"));
    }

    [Theory]
    [InlineData("Development", true)]
    [InlineData("testing", true)]
    [InlineData("TEST", true)]
    [InlineData("Production", false)]
    [InlineData("Staging", false)]
    [InlineData("Development2", false)]
    [InlineData("", false)]
    public void Development_is_three_names_alone(string environment, bool isDevelopment) =>
        Assert.Equal(isDevelopment, SecretEnvironments.IsDevelopment(environment));
}
