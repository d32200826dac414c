using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using WsAuth.Benchmarks.Handshakes;
using WsAuth.Benchmarks.Jwt;
using WsAuth.Client;

namespace WsAuth.Benchmarks.Load;

/// <summary>Handshakes that are refused, each for another reason, and by more clients and causes than are told apart.</summary>
internal static class RefusedRequests
{
    private const int Agents = 400;

    public static IReadOnlyList<byte[]> Make(TypicalToken token)
    {
        var stranger = MintByAnotherSecret();
        List<byte[]> requests =
        [
            RawClient.Handshake(LoadedHost.Guarded, null),
            RawClient.Handshake(LoadedHost.Guarded, "undefined"),
            RawClient.Handshake(LoadedHost.Guarded, "no-token-at-all"),
            RawClient.Handshake("/nowhere", token.Text),
            RawClient.Handshake(LoadedHost.Guarded + "?access_token=misplaced", null),
            WithHeader(RawClient.Handshake(LoadedHost.Guarded, token.Text), "Origin: https://elsewhere.example"),
        ];

        // One in two is what costs most: a signature that no key verifies, each looked into.
        for (var i = 0; i < Agents; i++)
        {
            requests.Add(RawClient.Handshake($"{LoadedHost.Guarded}?edge_agent_id=agent-{i}", token.Forged));
            requests.Add(RawClient.Handshake(LoadedHost.Guarded, i % 2 == 0 ? stranger : token.Forged));
            requests.Add(requests[i % 6]);
            requests.Add(requests[(i + 1) % 6]);
        }

        return requests;
    }

    // Its kid is the other secret's fingerprint, as the .NET minter names it.
    private static string MintByAnotherSecret()
    {
        using var minter = TokenMinter.FromConfiguration(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["Secret"] = RandomNumberGenerator.GetHexString(64, lowercase: true),
                        ["WsAuth:Secrets:jwt:Order"] = "config:Secret",
                    }
                )
                .Build(),
            "Production"
        );
        return minter.Jwt("stranger").DangerousGetText();
    }

    private static byte[] WithHeader(byte[] request, string header)
    {
        var text = Encoding.ASCII.GetString(request);
        return Encoding.ASCII.GetBytes($"{text[..^2]}{header}\r\n\r\n");
    }
}
