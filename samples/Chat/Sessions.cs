using System.Globalization;
using WsAuth.AspNetCore.Connections;
using WsAuth.Client;
using WsAuth.State;

namespace Chat;

/// <summary>Sessions begin, go on and end: a short JWT for a name, another one in its place, and none any more.</summary>
internal sealed class Sessions(IServiceProvider services, LiveConnections live, IConfiguration configuration)
{
    private const string LifetimeClaim = "lifetime";
    private const int LongestSeconds = 3600;
    private static readonly TimeSpan RevokedFor = TimeSpan.FromMinutes(10);

    private readonly TokenMinter _minter = TokenMinter.For(services);

    /// <summary>A first token.</summary>
    public IResult Begin(SignIn signIn) =>
        signIn.ReadName() is { } name
            ? Mint(name, signIn.Seconds)
            : Results.Problem("A name has 1 to 32 characters.", statusCode: StatusCodes.Status400BadRequest);

    /// <summary>Another one for a caller whose token is still good.</summary>
    public IResult Renew(HttpContext context) =>
        Mint(
            context.GetHandshakeDecision()!.Subject!,
            int.TryParse(context.User.FindFirst(LifetimeClaim)?.Value, CultureInfo.InvariantCulture, out var seconds)
                ? seconds
                : null
        );

    /// <summary>Whatever is or will be signed in under the caller's name is refused for ten minutes, and its open sockets are closed.</summary>
    public async Task<IResult> RevokeAsync(HttpContext context)
    {
        await live.RevokeAsync(
            Revocation.OfSubject(context.GetHandshakeDecision()!.Subject!),
            RevokedFor,
            context.RequestAborted
        );
        return Results.NoContent();
    }

    private IResult Mint(string name, int? wanted)
    {
        var seconds = Math.Clamp(wanted ?? configuration.GetValue("Chat:SessionSeconds", 120), 5, LongestSeconds);
        var token = _minter.Jwt(
            name,
            jwt =>
            {
                jwt.Lifetime = TimeSpan.FromSeconds(seconds);
                jwt.Claims[LifetimeClaim] = seconds;
            }
        );
        return Results.Json(new { token = token.DangerousGetText(), expires_in = seconds });
    }
}
