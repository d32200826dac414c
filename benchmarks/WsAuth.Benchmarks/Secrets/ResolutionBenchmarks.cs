using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Configuration;
using WsAuth.Registration;
using WsAuth.Secrets;

namespace WsAuth.Benchmarks.Secrets;

/// <summary>What each use of a secret costs, and what following its three sources costs every polling interval.</summary>
public class ResolutionBenchmarks
{
    private WsAuthRuntime _runtime = null!;

    [GlobalSetup]
    public void SetUp()
    {
        var value = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["First"] = value,
                    ["Second"] = value,
                    ["Third"] = RandomNumberGenerator.GetHexString(64, lowercase: true),
                    ["WsAuth:Secrets:jwt:Order"] = "config:First > config:Second > config:Third",
                }
            )
            .Build();
        _runtime = WsAuthRuntime.FromConfiguration(configuration, "Production");
        var states = _runtime.Secrets.Resolve("jwt").Rows.Select(row => row.State);
        Expect.That(
            states.SequenceEqual([
                SecretSourceState.Won,
                SecretSourceState.ShadowedSame,
                SecretSourceState.ShadowedDifferent,
            ]),
            "all three sources are read and accounted for"
        );
        Expect.That(ReportText().Contains("in force fp:", StringComparison.Ordinal), "the report names the key");
    }

    [GlobalCleanup]
    public void CleanUp() => _runtime.Dispose();

    [Benchmark(Baseline = true, Description = "GetRing, as on every handshake")]
    public SecretRing GetRing() => _runtime.Secrets.GetRing("jwt");

    [Benchmark(Description = "Refresh: three sources read anew")]
    public SecretRing Refresh()
    {
        _runtime.Secrets.Refresh();
        return _runtime.Secrets.GetRing("jwt");
    }

    [Benchmark(Description = "Report as text")]
    public string ReportText() => _runtime.Secrets.Report().ToString();
}
