namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>
/// Who answered a handshake in WsAuth's stead. The first rule whose evidence is there says so; where none is, the answer is <em>unknown</em>,
/// with what was seen. Rules that rest on what a component itself said stand before those that conclude from the answer.
/// </summary>
internal static class PipelineRules
{
    private static readonly Func<LeftHandshake, PipelineFinding?>[] All =
    [
        MiddlewareRules.RequestTimeout,
        MiddlewareRules.HostFiltering,
        MiddlewareRules.HttpsRedirection,
        MiddlewareRules.AllowedOrigins,
        MiddlewareRules.RateLimiter,
        MiddlewareRules.Preflight,
        MiddlewareRules.StaticFile,
        AuthorizationRules.Scheme,
        ClientRules.ApplicationLeft,
        ClientRules.ClientLeft,
        AuthorizationRules.MiddlewareMissing,
        AuthorizationRules.NobodyToChallenge,
        BindingRules.MinimalApi,
        BindingRules.Mvc,
        BindingRules.Antiforgery,
        HubRules.Transport,
        HubRules.UnknownConnection,
        ServerRules.UpgradedConnections,
        ServerRules.ResponseStarted,
        RoutingRules.EndpointNeverRun,
        RoutingRules.WrongMethod,
        RoutingRules.ShortCircuit,
        RoutingRules.NoRoute,
        RoutingRules.Fallback,
        HandlerRules.UseWebSocketsMissing,
        HandlerRules.Threw,
        HandlerRules.NoHandshake,
        HandlerRules.NeverAccepted,
        HandlerRules.Answered,
    ];

    public static PipelineFinding Find(LeftHandshake left)
    {
        try
        {
            foreach (var rule in All)
            {
                if (rule(left) is { } finding)
                {
                    return finding;
                }
            }

            return UnknownRule.Describe(left);
        }
        catch (Exception exception)
        {
            // Whatever is wrong with a rule or with what it asks, the handshake's answer stands and its record is made.
            return new PipelineFinding("unknown", $"The look at the evidence failed with {exception.GetType().Name}.");
        }
    }
}
