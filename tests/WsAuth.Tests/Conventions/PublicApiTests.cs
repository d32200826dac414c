using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Conventions;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one() =>
        Approved.Matches(
            "src/WsAuth/PublicAPI.txt",
            PublicApi.Of(typeof(global::WsAuth.Secrets.SecretResolver).Assembly)
        );
}
