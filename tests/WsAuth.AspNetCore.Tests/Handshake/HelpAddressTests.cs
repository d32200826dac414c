using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>The <c>type</c> of a refusal's problem details leads to the page about what the caller is told (RFC 9457 §3.1.1).</summary>
public sealed class HelpAddressTests
{
    [Theory]
    [InlineData("Production", "credential_invalid")]
    [InlineData("Development", "signature_mismatch")]
    public async Task The_type_of_a_refusal_is_the_page_of_what_the_caller_is_told(string environment, string told)
    {
        await using var host = await StartAsync(app => app.MapWsAuthDiagnostics(), environment: environment);

        var type = await RefuseAsync(host, "/ws");

        Assert.Equal($"/ws-auth/reasons/{told}", type);
        using var page = await new Uri(host.Http("/ws"), type).GetAsync();
        Assert.StartsWith($"# {told}\n", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_type_has_the_path_base_and_the_groups_prefix()
    {
        await using var host = await StartAsync(
            app => app.MapGroup("/internal").MapWsAuthDiagnostics("help"),
            before: app =>
            {
                app.UsePathBase("/my app");
                app.UseRouting();
                app.UseAuthentication();
                app.UseAuthorization();
            }
        );

        var type = await RefuseAsync(host, "/my%20app/ws");

        Assert.Equal("/my%20app/internal/help/reasons/credential_invalid", type);
        using var page = await new Uri(host.Http("/ws"), type).GetAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Below_a_group_with_parameters_the_type_stays_a_name()
    {
        await using var host = await StartAsync(app => app.MapGroup("/{tenant}").MapWsAuthDiagnostics());

        Assert.Equal("urn:wsauth:reason:credential_invalid", await RefuseAsync(host, "/ws"));
        using var page = await host.Http("/acme/ws-auth/reasons/credential_invalid").GetAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task A_help_base_comes_before_the_own_pages()
    {
        await using var host = await StartAsync(
            app => app.MapWsAuthDiagnostics(),
            new() { ["WsAuth:HelpBase"] = "https://help.example/reasons/" }
        );

        Assert.Equal("https://help.example/reasons/credential_invalid", await RefuseAsync(host, "/ws"));
    }

    [Fact]
    public async Task A_reason_of_the_applications_own_has_no_page_and_keeps_its_name()
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.MapGet("/", HttpConversation.WhoAmIAsync).RequireWsAuth(Closed.OnSundays);
                app.MapWsAuthDiagnostics();
            },
            configure: builder => builder.Services.AddWsAuth(builder.Configuration).AddTokenValidator<Closed>()
        );

        Assert.Equal("urn:wsauth:reason:closed_on_sundays", await RefuseAsync(host, "/", "anything"));
    }

    [Fact]
    public async Task The_pages_can_be_mapped_twice()
    {
        await using var host = await StartAsync(app =>
        {
            app.MapWsAuthDiagnostics();
            app.MapWsAuthDiagnostics("/help");
        });

        Assert.Equal("/ws-auth/reasons/credential_invalid", await RefuseAsync(host, "/ws"));
        using var second = await host.Http("/help/reasons/credential_invalid").GetAsync();
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    private static async Task<string?> RefuseAsync(KestrelHost host, string path, string? token = null)
    {
        token ??= host.MintJwt()[..^4] + "AAAA";
        using var answer = await host.Http(path).GetAsync(token, HostHandshakes.HandshakeHeaders);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("type").GetString();
    }

    private static Task<KestrelHost> StartAsync(
        Action<WebApplication> map,
        Dictionary<string, string?>? settings = null,
        string environment = "Production",
        Action<WebApplication>? before = null
    ) =>
        KestrelHost.StartAsync(
            app =>
            {
                before?.Invoke(app);
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                map(app);
            },
            settings,
            environment,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

    private sealed class Closed : ITokenValidator
    {
        public static readonly TokenKind OnSundays = new("closed");

        private static readonly Reason Own = new("closed_on_sundays", 403, 4403, "It is Sunday.", "Come tomorrow.");

        public TokenKind Kind => OnSundays;

        public bool Recognizes(ReadOnlySpan<char> credential, CredentialShape shape) => true;

        public ValueTask<TokenVerdict> ValidateAsync(
            PresentedCredential credential,
            HandshakeRequest request,
            CancellationToken cancellationToken
        ) => new(TokenVerdict.Refused(Own));
    }
}
