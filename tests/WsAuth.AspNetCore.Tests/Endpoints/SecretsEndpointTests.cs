using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>How two sides learn whether they hold the same secret without either showing it; for operators alone.</summary>
public sealed class SecretsEndpointTests
{
    private readonly string _secret = TestSecrets.Hex();
    private readonly string _other = TestSecrets.Hex();

    [Theory]
    [InlineData("GET", false)]
    [InlineData("HEAD", false)]
    [InlineData("POST", false)]
    [InlineData("OPTIONS", false)]
    [InlineData("DELETE", false)]
    [InlineData("GET", true)]
    [InlineData("POST", true)]
    public async Task To_others_there_is_no_such_path(string method, bool hasPolicy)
    {
        await using var host = await StartAsync(policy: hasPolicy ? "ops" : null);
        (string, string)[] headers = [("Origin", "https://evil.example"), ("Accept", "text/plain")];

        foreach (var token in new[] { null, host.MintJwt("u2"), "not-a-token" })
        {
            using var answer = await host.Http("/ws-auth/secrets").SendAsync(new HttpMethod(method), token, headers);
            using var unknown = await host.Http("/ws-auth/nothing").SendAsync(new HttpMethod(method), token, headers);

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal(await DiagnosticsHost.ReadAsync(unknown), await DiagnosticsHost.ReadAsync(answer));
        }
    }

    [Fact]
    public async Task An_operator_sees_every_source_and_no_value()
    {
        await using var host = await StartAsync();

        using var answer = await host.Http("/ws-auth/secrets").GetAsync(Operator(host));

        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.False(LeakWatch.Holds(body));
        var json = JsonDocument.Parse(body).RootElement;
        Assert.Equal("Production", json.GetProperty("environment").GetProperty("name").GetString());
        var jwt = json.GetProperty("secrets").EnumerateArray().Single(row => Text(row, "name") == "jwt");
        Assert.Equal("in_force", Text(jwt, "state"));
        Assert.Equal(
            [
                ("env:JWT_SECRET_PRODUCTION", "won", SecretFingerprint.Of(_secret)),
                ("env:JWT_SECRET_KEY", "shadowed-different", SecretFingerprint.Of(_other)),
                ("development-default", "absent", null),
            ],
            jwt.GetProperty("sources")
                .EnumerateArray()
                .Select(row => (Text(row, "source"), Text(row, "state"), Text(row, "fingerprint")))
        );
        Assert.Equal(64, jwt.GetProperty("sources")[0].GetProperty("bytes").GetInt32());
        Assert.Equal(1, jwt.GetProperty("keys")[0].GetProperty("accepted").GetInt64());
        Assert.Contains(
            json.GetProperty("warnings").EnumerateArray(),
            warning => warning.GetString()!.Contains("holds another value", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task As_text_it_is_the_table_of_the_log()
    {
        await using var host = await StartAsync();

        using var answer = await host.Http("/ws-auth/secrets").GetAsync(Operator(host), ("Accept", "text/plain"));

        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var text = await answer.Content.ReadAsStringAsync();
        var report = host.Services.GetRequiredService<SecretResolver>().Report().ToString();
        Assert.StartsWith(report.ReplaceLineEndings("\n"), text, StringComparison.Ordinal);
        Assert.Contains(host.Logs.Messages, line => line.Contains(report, StringComparison.Ordinal));
        Assert.Contains("warning: Secret 'jwt'", text, StringComparison.Ordinal);
        Assert.False(LeakWatch.Holds(text));
    }

    [Theory]
    [InlineData("*/*", false)]
    [InlineData("text/html, application/xhtml+xml, */*;q=0.8", false)]
    [InlineData("application/json", false)]
    [InlineData("text/plain;q=0.5, application/json", false)]
    [InlineData("text/plain, application/json;q=0.5", true)]
    [InlineData("text/*", true)]
    [InlineData("text/plain;q=0", false)]
    [InlineData(";;;", false)]
    public async Task The_form_is_what_the_caller_prefers(string accept, bool isText)
    {
        await using var host = await StartAsync();

        using var answer = await host.Http("/ws-auth/secrets").GetAsync(Operator(host), ("Accept", accept));

        Assert.Equal(isText ? "text/plain" : "application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Accept", answer.Headers.Vary);
    }

    [Fact]
    public async Task In_Development_everybody_sees_it_and_HEAD_sees_the_headers()
    {
        await using var host = await StartAsync(environment: "Development", policy: null);

        using var get = await host.Http("/ws-auth/secrets").GetAsync();
        using var head = await host.Http("/ws-auth/secrets").SendAsync(HttpMethod.Head);

        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Public_keys_of_issuers_are_shown_with_kid_fingerprint_age_and_origin()
    {
        var clock = new ManualTimeProvider();
        var key = IssuingKey.For("ES256");
        using var folder = new TestFolder();
        var file = folder.Write("issuer.pem", key.PublicPem);
        await using var host = await DiagnosticsHost.StartAsync(
            settings: new Dictionary<string, string?>
            {
                ["WsAuth:Jwt:Issuers:idp:Key"] = $"file:{file}",
                ["WsAuth:Jwt:Issuers:idp:Issuer"] = "https://idp.example",
                ["WsAuth:SecretPollingInterval"] = "00:00:00",
            },
            environment: "Development",
            clock: clock
        );
        clock.Advance(TimeSpan.FromSeconds(90));

        using var json = await host.Http("/ws-auth/secrets").GetAsync();
        using var text = await host.Http("/ws-auth/secrets").GetAsync(null, ("Accept", "text/plain"));

        var issuer = JsonDocument
            .Parse(await json.Content.ReadAsStringAsync())
            .RootElement.GetProperty("issuers")
            .EnumerateArray()
            .Single();
        Assert.Equal(("idp", "https://idp.example"), (Text(issuer, "name"), Text(issuer, "issuer")));
        Assert.Contains("issuer.pem", Text(issuer, "origin"), StringComparison.Ordinal);
        Assert.Equal(90, issuer.GetProperty("age_seconds").GetInt32());
        Assert.StartsWith("jkt:", Text(issuer.GetProperty("keys")[0], "fingerprint"), StringComparison.Ordinal);
        Assert.Equal("ES256", Text(issuer.GetProperty("keys")[0], "algorithm"));
        Assert.Contains(
            "idp: https://idp.example, from ",
            await text.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    private static string? Text(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) ? value.GetString() : null;

    private static string Operator(KestrelHost host) => host.MintJwt("anna", jwt => jwt.Claims["role"] = "operator");

    private Task<KestrelHost> StartAsync(string environment = "Production", string? policy = "ops") =>
        DiagnosticsHost.StartAsync(
            environment: environment,
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                builder
                    .Services.AddAuthorizationBuilder()
                    .AddPolicy(
                        "ops",
                        ops => ops.AddAuthenticationSchemes(WsAuthDefaults.AuthenticationScheme).RequireRole("operator")
                    );
            },
            options: options => options.OperatorPolicy = policy,
            variables: new TestVariables { ["JWT_SECRET_PRODUCTION"] = _secret, ["JWT_SECRET_KEY"] = _other }
        );
}
