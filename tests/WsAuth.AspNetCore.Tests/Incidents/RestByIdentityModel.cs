using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using WsAuth.Tokens.Jwt;

namespace WsAuth.AspNetCore.Tests.Incidents;

/// <summary>What JwtBearer does with a bearer token, with the parameters that <see cref="JwtKeyBridge"/> connects.</summary>
internal sealed class RestByIdentityModel : AuthenticationHandler<AuthenticationSchemeOptions>
{
    public const string Name = "Bearer";

    private static readonly JsonWebTokenHandler Tokens = new();

    private readonly TokenValidationParameters _parameters = new();

    public RestByIdentityModel(
        IOptionsMonitor<AuthenticationSchemeOptions> options,
        ILoggerFactory logger,
        UrlEncoder encoder,
        JwtKeyBridge bridge
    )
        : base(options, logger, encoder) => bridge.Connect(_parameters);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var result = Tokens.ValidateToken(Request.Headers.Authorization.ToString()["Bearer ".Length..], _parameters);
        return Task.FromResult(
            result.IsValid
                ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(result.ClaimsIdentity), Name))
                : AuthenticateResult.Fail("The token is not valid.")
        );
    }
}
