using System.Security.Claims;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt;

/// <summary>What an application finds in <c>User</c>.</summary>
public sealed class JwtPrincipalTests
{
    [Fact]
    public void The_subject_is_the_name_and_the_name_identifier_where_there_is_no_name()
    {
        var identity = Identity("""{"sub":"u1","exp":@+300}""");

        Assert.True(identity.IsAuthenticated);
        Assert.Equal("u1", identity.Name);
        Assert.Equal("u1", identity.FindFirst("sub")!.Value);
        Assert.Equal("u1", identity.FindFirst(ClaimTypes.NameIdentifier)!.Value);
    }

    [Fact]
    public void The_name_is_the_name_where_there_is_one()
    {
        var identity = Identity("""{"sub":"u1","exp":@+300,"name":"Ada"}""");

        Assert.Equal("Ada", identity.Name);
        Assert.Equal("u1", identity.FindFirst(ClaimTypes.NameIdentifier)!.Value);
    }

    [Theory]
    [InlineData("""{"sub":"u1","exp":@+300,"role":"admin"}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"role":["reader","admin"]}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"roles":"admin"}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"roles":["reader","admin"]}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"r\u006fles":["\u0061dmin"]}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"role":"reader","roles":["admin"]}""")]
    public void Role_and_roles_are_roles(string payload)
    {
        var principal = new ClaimsPrincipal(Identity(payload));

        Assert.True(principal.IsInRole("admin"));
        Assert.False(principal.IsInRole("Admin"));
        Assert.False(principal.IsInRole("owner"));
    }

    [Theory]
    [InlineData("""{"sub":"u1","exp":@+300,"x":{"role":"admin"}}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"Role":["x"],"roles":[["admin"]]}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"groups":["admin"]}""")]
    [InlineData("""{"sub":"u1","exp":@+300,"roles":null}""")]
    public void Nothing_else_is_a_role(string payload) =>
        Assert.False(new ClaimsPrincipal(Identity(payload)).IsInRole("admin"));

    [Fact]
    public void Name_and_role_claims_can_be_set()
    {
        var identity = Identity(
            """{"sub":"u1","exp":@+300,"name":"Ada","email":"ada@example.com","groups":["admin"],"roles":["reader"]}""",
            ("Jwt:NameClaim", "email"),
            ("Jwt:RoleClaim", "groups")
        );
        var principal = new ClaimsPrincipal(identity);

        Assert.Equal("ada@example.com", identity.Name);
        Assert.True(principal.IsInRole("admin"));
        Assert.False(principal.IsInRole("reader"));
    }

    [Fact]
    public void Every_json_value_becomes_a_claim_of_its_type_from_the_tokens_issuer()
    {
        var identity = Identity(
            """{"sub":"u1","exp":@+300,"iss":"issuer","s":"text","i":7,"d":1.50,"b":true,"n":null,"o":{"a":[1]},"a":["x",2,{"y":3},[4],null,false]}"""
        );
        (string, string)[] Of(string type) =>
            [.. identity.FindAll(type).Select(claim => (claim.Value, claim.ValueType.Split('#')[^1]))];

        Assert.Equal([("text", "string")], Of("s"));
        Assert.Equal([("7", "integer64")], Of("i"));
        Assert.Equal([("1.50", "double")], Of("d"));
        Assert.Equal([("true", "boolean")], Of("b"));
        Assert.Empty(Of("n"));
        Assert.Equal([("""{"a":[1]}""", "JSON")], Of("o"));
        Assert.Equal(
            [("x", "string"), ("2", "integer64"), ("""{"y":3}""", "JSON"), ("[4]", "JSON"), ("false", "boolean")],
            Of("a")
        );
        Assert.All(identity.Claims, claim => Assert.Equal("issuer", claim.Issuer));
    }

    [Fact]
    public void Claims_are_readable_without_a_principal()
    {
        using var verifier = new JwtVerifier();
        var claims = verifier
            .Validate(verifier.Sign("""{"sub":"u1","exp":@+300,"x":{"tenant":"no"},"tenant":"t1","é":"ü","z":null}"""))
            .Claims!;

        Assert.Equal("t1", claims.Find("tenant"));
        Assert.Equal("ü", claims.Find("é"));
        Assert.Equal("""{"tenant":"no"}""", claims.Find("x"));
        Assert.Null(claims.Find("z"));
        Assert.Null(claims.Find("Tenant"));
        Assert.Null(claims.Find(""));
    }

    [Fact]
    public void Each_identity_is_one_of_its_own()
    {
        using var verifier = new JwtVerifier();
        var claims = verifier.Validate(verifier.Sign()).Claims!;

        claims.CreateIdentity("test").AddClaim(new Claim("role", "admin"));

        Assert.False(claims.CreateIdentity("test").HasClaim("role", "admin"));
    }

    private static ClaimsIdentity Identity(string payload, params (string, string)[] settings)
    {
        using var verifier = new JwtVerifier(settings);
        return verifier.Validate(verifier.Sign(payload)).Claims!.CreateIdentity("test");
    }
}
