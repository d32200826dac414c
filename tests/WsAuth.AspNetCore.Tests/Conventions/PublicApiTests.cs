using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Conventions;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one() =>
        Approved.Matches(
            "src/WsAuth.AspNetCore/PublicAPI.txt",
            PublicApi.Of(typeof(global::WsAuth.AspNetCore.WsAuthDefaults).Assembly)
        );
}
