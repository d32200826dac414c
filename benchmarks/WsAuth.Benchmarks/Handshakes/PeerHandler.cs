using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WsAuth.Benchmarks.Handshakes;

/// <summary>
/// A stand-in for JwtBearer, which is no part of the shared framework: the framework's own handler base over IdentityModel, doing what
/// JwtBearer does on its straight path and raising no events.
/// </summary>
internal sealed class PeerHandler(IOptionsMonitor<PeerOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<PeerOptions>(options, logger, encoder)
{
    public new const string Scheme = "Peer";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var result = Options.Jwt.Validate(header["Bearer ".Length..].Trim());
        return Task.FromResult(
            result.IsValid
                ? AuthenticateResult.Success(
                    new AuthenticationTicket(new ClaimsPrincipal(result.ClaimsIdentity), PeerHandler.Scheme)
                )
                : AuthenticateResult.Fail(result.Exception)
        );
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        Response.StatusCode = 401;
        Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
    }
}
