using System.Text;
using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Testing;
using WsAuth.Tests.Handshake;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Mismatch;

/// <summary>What the analysis costs a handshake before it is looked into.</summary>
public sealed class MismatchCostTests
{
    // A reference to the credential's text, its kind and its location.
    private const long MostForRefused = 64;

    [Fact]
    public void A_refused_handshake_keeps_one_small_object_and_an_accepted_one_nothing()
    {
        using var on = new RefusingHost();
        using var off = new RefusingHost(("MismatchAnalysis", "false"));
        var key = Encoding.UTF8.GetBytes(TestSecrets.Hex());

        Assert.InRange(Allocated(on, on.Jwt(key)) - Allocated(off, off.Jwt(key)), 1, MostForRefused);
        Assert.Equal(
            Allocated(off, off.Jwt(Encoding.UTF8.GetBytes(off.Host.JwtSecret))),
            Allocated(on, on.Jwt(Encoding.UTF8.GetBytes(on.Host.JwtSecret)))
        );
    }

    private static long Allocated(RefusingHost host, string token)
    {
        const int rounds = 20;
        var request = PresentedRequest.Bearer(token);
        var requirements = new HandshakeRequirements([TokenKind.Jwt]);
        var least = long.MaxValue;
        for (var i = 0; i < rounds; i++)
        {
            Decide(host, request, requirements);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Decide(host, request, requirements);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static void Decide(RefusingHost host, HandshakeRequest request, HandshakeRequirements requirements) =>
        Assert.True(
            host.Host.Authenticator.AuthenticateAsync(
                request,
                requirements,
                CancellationToken.None
            ).IsCompletedSuccessfully
        );
}
