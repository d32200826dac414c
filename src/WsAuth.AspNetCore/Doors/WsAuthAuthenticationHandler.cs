using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using WsAuth.AspNetCore.Handshake;
using WsAuth.AspNetCore.Observation;
using WsAuth.AspNetCore.Registration;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Doors;

/// <summary>The scheme <c>WsAuth</c>: the same decision, for authorization policies, <c>[Authorize]</c>, hubs and plain HTTP endpoints.</summary>
internal sealed class WsAuthAuthenticationHandler(HandshakeFlow flow, HandshakeDoor door) : IAuthenticationHandler
{
    private HttpContext _context = null!;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public async Task<AuthenticateResult> AuthenticateAsync()
    {
        var decision = await flow.DecideAsync(_context, Requirements).ConfigureAwait(false);
        if (decision.IsAccepted)
        {
            var properties = new AuthenticationProperties { ExpiresUtc = decision.SessionEnd };
            return AuthenticateResult.Success(
                new AuthenticationTicket(decision.Principal, properties, WsAuthDefaults.AuthenticationScheme)
            );
        }

        return decision.Refusal!.Reason == ReasonCatalogue.CredentialMissing
            ? AuthenticateResult.NoResult()
            : AuthenticateResult.Fail(decision.Refusal.Reason.Code);
    }

    public async Task ChallengeAsync(AuthenticationProperties? properties)
    {
        var decision = await flow.DecideAsync(_context, Requirements).ConfigureAwait(false);
        await door.RefuseAsync(_context, decision.IsAccepted ? Forbidden(decision) : decision, isOneOfSeveral: true)
            .ConfigureAwait(false);
    }

    public async Task ForbidAsync(AuthenticationProperties? properties)
    {
        var decision = await flow.DecideAsync(_context, Requirements).ConfigureAwait(false);
        await door.RefuseAsync(_context, Forbidden(decision), isOneOfSeveral: true).ConfigureAwait(false);
    }

    private HandshakeRequirements Requirements =>
        _context.GetEndpoint()?.Metadata.GetMetadata<WsAuthMetadata>()?.Requirements
        ?? HandshakeRequirements.JwtInHeader;

    private HandshakeDecision Forbidden(HandshakeDecision decision) =>
        PolicyRefusal.Of(
            decision,
            _context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>() ?? [],
            HandshakeObservation.Of(_context).Evidence?.FailedRequirements ?? []
        );
}
