using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;

namespace WsAuth.Tool.Tests.Doctor;

/// <summary>A service with this library that <c>wsauth doctor</c> examines.</summary>
internal static class ExaminedHost
{
    public const string Variable = "JWT_SECRET_KEY";

    /// <summary>Starts one whose secrets stand in <paramref name="variables"/>.</summary>
    public static Task<KestrelHost> StartAsync(
        TestVariables variables,
        string environment = "Production",
        Action<IDictionary<string, string?>>? settings = null,
        Action<HttpContext>? before = null,
        X509Certificate2? certificate = null
    )
    {
        variables["EDGE_SECRET"] = variables.Get("EDGE_SECRET") ?? TestSecrets.Hex();
        var all = new Dictionary<string, string?> { ["WsAuth:Query:AccessToken"] = "true" };
        settings?.Invoke(all);
        return KestrelHost.StartAsync(
            Map,
            all,
            environment,
            builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                if (certificate is not null)
                {
                    builder
                        .WebHost.UseKestrelHttpsConfiguration()
                        .ConfigureKestrel(kestrel =>
                            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))
                        );
                }

                builder
                    .Services.AddAuthorizationBuilder()
                    .AddPolicy("ops", policy => policy.AddAuthenticationSchemes("WsAuth").RequireRole("ops"));
                if (before is not null)
                {
                    builder.Services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter>(new Hop(before)));
                }
            },
            variables: variables
        );
    }

    /// <summary>As the other one, with a secret of its own.</summary>
    public static async Task<(KestrelHost Host, string Secret)> StartAsync(string environment = "Production")
    {
        var secret = TestSecrets.Hex();
        return (await StartAsync(new TestVariables { [Variable] = secret }, environment), secret);
    }

    /// <summary>A certificate that this machine does not trust.</summary>
    public static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddYears(-1), now.AddYears(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private static void Map(WebApplication app)
    {
        app.UseWebSockets();
        app.Map("/ws", AcceptAsync).RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
        app.Map("/edge/ws", AcceptAsync).RequireWsAuth(TokenKind.EdgeToken, TokenKind.SharedSecret);
        app.Map("/ops", AcceptAsync).RequireWsAuth(TokenKind.Jwt).RequireAuthorization("ops");
        app.Map("/first", AcceptAsync)
            .RequireWsAuth(endpoint =>
            {
                endpoint.Kinds = [TokenKind.Jwt];
                endpoint.FirstMessage = true;
            });
        app.Map("/open", AcceptAsync);
        app.MapGet("/get", AcceptAsync).RequireWsAuth(TokenKind.Jwt);
        app.MapWsAuthTickets("/auth/ws-ticket");
        app.MapWsAuthDiagnostics("/ws-auth", options => options.OperatorPolicy = "ops");
    }

    /// <summary>Accepts, chooses <c>chat.v1</c> where it is offered, and waits for one message or the end.</summary>
    public static async Task AcceptAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(it => it == "chat.v1")
        );
        await socket.ReceiveAsync(new byte[16], context.RequestAborted);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private sealed class Hop(Action<HttpContext> change) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(following =>
                    context =>
                    {
                        change(context);
                        return following(context);
                    }
                );
                next(app);
            };
    }
}
