using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace WsAuth.Benchmarks.Handshakes;

/// <summary>A scheme that refuses everybody and looks at nothing: what authorization by scheme costs in itself.</summary>
internal sealed class EmptyHandler : IAuthenticationHandler
{
    public const string Scheme = "Empty";

    private static readonly Task<AuthenticateResult> Refusal = Task.FromResult(AuthenticateResult.Fail("refused"));

    private HttpContext _context = null!;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync() => Refusal;

    public Task ChallengeAsync(AuthenticationProperties? properties) => MeasuredHost.Refuse(_context);

    public Task ForbidAsync(AuthenticationProperties? properties) => MeasuredHost.Refuse(_context);
}
