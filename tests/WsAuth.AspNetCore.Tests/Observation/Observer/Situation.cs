using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

/// <summary>One way for an application to eat a handshake, and the finding that is expected.</summary>
public sealed record Situation(string Name, HttpStatusCode Status, string Layer, string Explanation, string Fix)
{
    public Action<WebApplicationBuilder> Services { get; init; } = _ => { };

    /// <summary>Builds the pipeline; the second argument puts the guard before an endpoint, where WsAuth is there at all.</summary>
    public required Action<
        WebApplication,
        Func<IEndpointConventionBuilder, IEndpointConventionBuilder>
    > Map { get; init; }

    public string Reason { get; init; } = "refused_before_authentication";

    public string Path { get; init; } = "/ws";

    public string Method { get; init; } = "GET";

    public string Environment { get; init; } = "Production";

    public bool IsHttp2 { get; init; }

    /// <summary>
    /// Whether a good token comes along although a door is not reached: where WsAuth is the only scheme, it is asked of every request, and that it
    /// accepts is no "after".
    /// </summary>
    public bool HasToken { get; init; }

    /// <summary>Whether nobody caught an exception: then the server answers, and drops every header.</summary>
    public bool IsAnsweredByServer { get; init; }

    public (string Name, string Value)[] Headers { get; init; } = [];

    public Task<KestrelHost> StartAsync(bool withWsAuth = true) =>
        KestrelHost.StartAsync(
            app => Map(app, endpoint => withWsAuth ? endpoint.RequireWsAuth(TokenKind.Jwt) : endpoint),
            environment: Environment,
            configure: builder =>
            {
                Clients.Use(builder, IsHttp2);
                if (withWsAuth)
                {
                    builder.Services.AddWsAuth(builder.Configuration);
                }

                Services(builder);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

    public Task<HttpResponseMessage> AskAsync(KestrelHost host, string? token = null) =>
        Clients.AskAsync(host.Http(Path), IsHttp2, Method, token, Headers);

    public override string ToString() => Name;
}
