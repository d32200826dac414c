using System.Text;
using WsAuth.Credentials;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Credentials;

public sealed class CredentialShapesTests
{
    [Theory]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.x", CredentialShape.Jwt)]
    [InlineData("eyJhbGciOiJIUzI1NiJ9..x", CredentialShape.Jwt)]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.", CredentialShape.Jwt)]
    [InlineData("ewogICJhbGciOiJIUzI1NiJ9.e30.x", CredentialShape.Jwt)] // begins with a line ending
    [InlineData("eyAiYWxnIjoiSFMyNTYifQ.e30.x", CredentialShape.Jwt)] // begins with a space
    [InlineData("eyJhbGciOiJkaXIifQ.a.b.c.d", CredentialShape.Jwt)]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30", CredentialShape.JwtCutOff)]
    [InlineData("eyJhbGciOiJIUzI1NiJ9", CredentialShape.JwtCutOff)]
    [InlineData("eyJ", CredentialShape.JwtCutOff)]
    [InlineData("ew0K.x", CredentialShape.JwtCutOff)]
    [InlineData("ew0K", CredentialShape.Opaque)]
    [InlineData("e30", CredentialShape.Opaque)]
    [InlineData("ey", CredentialShape.Opaque)]
    [InlineData("", CredentialShape.Opaque)]
    [InlineData("EYJhbGci.e30.x", CredentialShape.Opaque)]
    [InlineData("www.example.com", CredentialShape.Opaque)]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301", CredentialShape.Uuid)]
    [InlineData("3F2504E0-4F89-11D3-9A0C-0305E82C3301", CredentialShape.Uuid)]
    [InlineData("{3f2504e0-4f89-11d3-9a0c-0305e82c3301}", CredentialShape.Opaque)]
    [InlineData("3f2504e04f8911d39a0c0305e82c3301", CredentialShape.Opaque)]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c330x", CredentialShape.Opaque)]
    [InlineData("session_u1", CredentialShape.SessionId)]
    [InlineData("sess-u1", CredentialShape.SessionId)]
    [InlineData("sid_u1", CredentialShape.SessionId)]
    [InlineData("s:u1.sig", CredentialShape.SessionId)]
    [InlineData("sessions", CredentialShape.Opaque)]
    [InlineData("sk_live_1", CredentialShape.ApiKey)]
    [InlineData("ghp_1", CredentialShape.ApiKey)]
    [InlineData("AKIA1", CredentialShape.ApiKey)]
    [InlineData("skeleton", CredentialShape.Opaque)]
    public void A_shape_is_told_by_the_text_alone(string text, CredentialShape shape) =>
        Assert.Equal(shape, CredentialShapes.Of(text));

    [Fact]
    public void A_secret_of_64_hexadecimal_digits_is_opaque_whatever_it_begins_with()
    {
        foreach (var first in "0123456789abcdef")
        {
            Assert.Equal(CredentialShape.Opaque, CredentialShapes.Of(first + TestSecrets.Hex()[1..]));
        }
    }

    [Theory]
    [InlineData("""{"alg":"HS256","typ":"ws-ticket+jwt"}""", CredentialShape.Ticket)]
    [InlineData("""{"typ":"ws-ticket+jwt","alg":"HS256","kid":"fp:0123456789ab"}""", CredentialShape.Ticket)]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":"fp:0123456789ab"}""", CredentialShape.Jwt)]
    public void A_ticket_is_told_from_a_jwt_by_its_header(string header, CredentialShape shape) =>
        Assert.Equal(shape, CredentialShapes.Of(HandmadeJwt.Encode(header) + ".e30.x"));

    [Theory]
    [InlineData("agent:phone:1700000000:", 64, true)]
    [InlineData("agent::1700000000:", 64, true)]
    [InlineData("agent-with-a-long-name:1700000000:", 64, true)]
    [InlineData("agent:phone:1700000000:", 63, true)]
    [InlineData("agent:phone:1700000000:", 65, true)]
    [InlineData("agent-without-colons-1700000000-", 64, false)]
    public void An_edge_token_is_told_by_its_colons_and_its_signature(string message, int digits, bool isOne)
    {
        var bytes = Encoding.UTF8.GetBytes(message + new string('a', digits));
        var standard = Convert.ToBase64String(bytes);

        foreach (var form in new[] { standard, standard.TrimEnd('='), HandmadeJwt.Encode(bytes) })
        {
            Assert.Equal(isOne, CredentialShapes.Of(form) == CredentialShape.EdgeToken);
        }
    }

    [Fact]
    public void Every_shape_has_a_name_of_its_own()
    {
        var names = Enum.GetValues<CredentialShape>().Select(shape => shape.Describe()).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Theory]
    [InlineData(CredentialLocations.None, "nowhere")]
    [InlineData(CredentialLocations.AuthorizationHeader, "Authorization header")]
    [InlineData(CredentialLocations.QueryAccessToken, "query parameter access_token")]
    [InlineData(
        CredentialLocations.AuthorizationHeader | CredentialLocations.QueryAccessToken,
        "Authorization header or query parameter access_token"
    )]
    public void Locations_have_names(CredentialLocations locations, string name) =>
        Assert.Equal(name, locations.Describe());
}
