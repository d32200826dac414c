using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WsAuth.AspNetCore.Tests.Doors;

/// <summary>A default scheme as applications have them: reads <c>Authorization: Bearer home-NAME</c>, challenges in its own way.</summary>
internal sealed class HomeMadeScheme(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "HomeMade";
    public const string ChallengeHeader = "X-Home-Challenge";

    private const string Prefix = "Bearer home-";

    public static void AddAsDefault(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(Name).AddScheme<AuthenticationSchemeOptions, HomeMadeScheme>(Name, null);
        builder.Services.AddWsAuth(builder.Configuration);
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, header[Prefix.Length..])], Name);
        return Task.FromResult(
            AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name))
        );
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers[ChallengeHeader] = "1";
        return Task.CompletedTask;
    }
}
