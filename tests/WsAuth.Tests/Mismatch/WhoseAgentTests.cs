using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;
using static WsAuth.Tests.Mismatch.RefusingHost;

namespace WsAuth.Tests.Mismatch;

/// <summary>Shared secrets and edge tokens, where all agents share a secret and where each has its own.</summary>
public sealed class WhoseAgentTests
{
    [Fact]
    public async Task The_secret_of_another_source_is_named()
    {
        using var host = new RefusingHost(("Secrets:edge:Order", "env:EDGE_SECRET_NEW > env:EDGE_SECRET"));
        var (next, before) = (host.Put("EDGE_SECRET_NEW"), host.Host.EdgeSecret);
        var end =
            $"env:EDGE_SECRET (source 2 of 'edge', {Fingerprint(before)}), but env:EDGE_SECRET_NEW (source 1 of 'edge', {Fingerprint(next)}) is in force in Production.";

        Assert.Equal("The client sent " + end, (await host.FindSharedSecretAsync(before)).Text);
        Assert.Equal("Signed with " + end, (await host.FindEdgeTokenAsync(Encoding.UTF8.GetBytes(before))).Text);
    }

    [Fact]
    public async Task Nothing_that_fits_is_told()
    {
        using var host = new RefusingHost();
        var end =
            $"; env:EDGE_SECRET (source 1 of 'edge', {Fingerprint(host.Host.EdgeSecret)}) is in force in Production.";

        Assert.Equal(
            "The client sent none of the 2 values visible here" + end,
            (await host.FindSharedSecretAsync(TestSecrets.Hex())).Text
        );
        Assert.Equal(
            "Signed with none of the 2 values visible here" + end,
            (await host.FindEdgeTokenAsync(Encoding.UTF8.GetBytes(TestSecrets.Hex()))).Text
        );
    }

    [Fact]
    public async Task An_agent_that_uses_the_secret_of_all_is_told_from_its_own()
    {
        var own = TestSecrets.Hex();
        using var host = HostOfAgents(own);
        var end =
            $"env:EDGE_SECRET (source 2 of 'edge', {Fingerprint(host.Host.EdgeSecret)}), but code:agents (source 1 of 'edge', {Fingerprint(own)}) is in force in Production.";

        Assert.Equal(
            "Signed with " + end,
            (await host.FindEdgeTokenAsync(Encoding.UTF8.GetBytes(host.Host.EdgeSecret))).Text
        );
        Assert.Equal("The client sent " + end, (await host.FindSharedSecretAsync(host.Host.EdgeSecret, Agent)).Text);
    }

    [Fact]
    public async Task An_agents_own_secret_has_forms()
    {
        var own = TestSecrets.Hex();
        using var host = HostOfAgents(own);

        Assert.Equal(
            $"Signed with code:agents plus a trailing line feed (source 1 of 'edge', {Fingerprint(own + "\n")}); in force is the value as it stands there ({Fingerprint(own)}).",
            (await host.FindEdgeTokenAsync(Encoding.UTF8.GetBytes(own + "\n"))).Text
        );
    }

    [Fact]
    public async Task The_secret_of_another_agent_is_not_among_the_values()
    {
        using var host = HostOfAgents(TestSecrets.Hex(), out var other);

        Assert.Null((await host.FindEdgeTokenAsync(Encoding.UTF8.GetBytes(other))).SourceName);
    }

    [Fact]
    public async Task An_agent_without_any_secret_is_told_so()
    {
        using var host = HostOfAgents(TestSecrets.Hex(), order: "code:agents");

        Assert.Equal(
            $"Signed with env:JWT_SECRET_KEY (source 2 of 'jwt', {Fingerprint(host.Host.JwtSecret)}); no value of 'edge' is in force for it.",
            (await host.FindEdgeTokenAsync(Encoding.UTF8.GetBytes(host.Host.JwtSecret), "edge_unknown")).Text
        );
        host["JWT_SECRET_KEY"] = null;
        host["EDGE_SECRET"] = null;
        Assert.Equal(
            "The client sent a value that is not visible here.",
            (await host.FindSharedSecretAsync(TestSecrets.Hex(), "edge_unknown")).Text
        );
    }

    private static RefusingHost HostOfAgents(string own, string order = "code:agents > env:EDGE_SECRET") =>
        HostOfAgents(own, out _, order);

    private static RefusingHost HostOfAgents(
        string own,
        out string other,
        string order = "code:agents > env:EDGE_SECRET"
    )
    {
        var ofOther = other = TestSecrets.Hex();
        return new RefusingHost(
            services =>
                services.AddSingleton(
                    new CodeSecretSource(
                        "agents",
                        request =>
                            request.AgentId == Agent ? own
                            : request.AgentId == "edge_other" ? ofOther
                            : null
                    )
                    {
                        IsPerAgent = true,
                    }
                ),
            ("Secrets:edge:Order", order)
        );
    }
}
