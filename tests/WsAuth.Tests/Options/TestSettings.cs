using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WsAuth.Registration;
using WsAuth.Testing;

namespace WsAuth.Tests.Options;

/// <summary>Settings as someone wrote them, and what comes of them.</summary>
internal static class TestSettings
{
    public static WsAuthRuntime Read(params (string Setting, string? Value)[] settings) =>
        WsAuthRuntime.FromConfiguration(
            Configuration(settings),
            "Production",
            variables: new TestVariables(),
            clock: new ManualTimeProvider()
        );

    /// <summary>The settings below the section <c>WsAuth</c>.</summary>
    public static IConfiguration Configuration(params (string Setting, string? Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create("WsAuth:" + pair.Setting, pair.Value)))
            .Build();

    /// <summary>The faults that stop the host.</summary>
    public static IReadOnlyList<string> Faults(params (string Setting, string? Value)[] settings) =>
        [
            .. Xunit
                .Assert.Throws<OptionsValidationException>(() => Read(settings).Dispose())
                .Failures.Select(fault =>
                {
                    LeakWatch.Observe(fault);
                    return fault;
                }),
        ];

    /// <summary>The only fault.</summary>
    public static string Fault(params (string Setting, string? Value)[] settings) =>
        Xunit.Assert.Single(Faults(settings));
}
