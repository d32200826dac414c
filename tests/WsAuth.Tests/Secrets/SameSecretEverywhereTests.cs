using System.Globalization;
using Microsoft.Extensions.Configuration;
using WsAuth.Registration;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

/// <summary>Rule 9: everyone reads the same section through the same code.</summary>
public sealed class SameSecretEverywhereTests
{
    [Fact]
    public void A_container_and_a_runtime_without_one_come_to_the_same_report()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("WsAuth:Secrets:jwt:Order", "env:A > env:B id b > env:C"),
                new("WsAuth:Secrets:jwt:Previous", "env:OLD until 2027-01-31"),
                new("WsAuth:Secrets:edge:Order", "hex:env:EDGE"),
            ])
            .Build();
        var variables = new TestVariables();
        foreach (var name in (string[])["B", "C", "OLD", "EDGE"])
        {
            variables[name] = TestSecrets.Hex();
        }

        using var services = new CoreServices("Staging", configuration: configuration, variables: variables);
        using var runtime = WsAuthRuntime.FromConfiguration(
            configuration,
            "Staging",
            variables: variables,
            clock: services.Clock
        );

        var report = runtime.Secrets.Report().ToString();
        Assert.Equal(services.Secrets.Report().ToString(), report);
        Assert.Contains("from env:B (source 2 of 3)", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_section_is_read_by_the_same_rules()
    {
        var variables = new TestVariables();
        var secret = TestSecrets.Hex();
        variables["MINE"] = secret;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Company:Sockets:Secrets:jwt:Order", "env:MINE")])
            .Build();

        using var runtime = WsAuthRuntime.FromConfiguration(
            configuration,
            "Staging",
            "Company:Sockets",
            variables: variables
        );

        Assert.True(runtime.Secrets.GetRing("jwt").Current.Holds(secret));
    }

    [Fact]
    public void The_culture_of_the_thread_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat.NumberDecimalSeparator = ",";
            other.DateTimeFormat.DateSeparator = ".";
            other.DateTimeFormat.TimeSeparator = ".";
            CultureInfo.CurrentCulture = other;
            using var resolver = new TestResolver("env:NEW");
            resolver["Secrets:jwt:Previous"] = "env:OLD until 2027-01-31";
            resolver["SecretPollingInterval"] = "00:00:07.5";
            resolver.Variables["NEW"] = TestSecrets.Hex();
            resolver.Variables["OLD"] = TestSecrets.Hex();

            Assert.Contains("accepted until 2027-02-01T00:00Z", resolver.Row(1, previous: true).Notes);
            Assert.Equal(TimeSpan.FromSeconds(7.5), resolver.Runtime.Settings.Current.SecretPollingInterval);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
