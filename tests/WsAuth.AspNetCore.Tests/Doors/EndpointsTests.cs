using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Doors;

/// <summary>Every way of mapping an endpoint takes <c>RequireWsAuth</c>.</summary>
public sealed class EndpointsTests
{
    [Theory]
    [InlineData("/map")]
    [InlineData("/mapget")]
    [InlineData("/group/inner")]
    public async Task A_socket_behind_it_opens_by_a_matching_token_only(string path)
    {
        await using var host = await StartAsync();

        using var socket = await host.ConnectAsync(path, host.MintJwt());
        var refusal = await host.ConnectInVainAsync(path);

        Assert.Equal("hello", await socket.AskAsync("hello"));
        Assert.Equal("credential_missing", refusal.Reason);
    }

    [Theory]
    [InlineData("/controller", "GET")]
    [InlineData("/rest", "GET")]
    [InlineData("/rest", "POST")]
    [InlineData("/rest", "DELETE")]
    public async Task A_REST_endpoint_behind_it_answers_by_a_matching_token_only(string path, string method)
    {
        await using var host = await StartAsync();

        using var own = await host.Http(path).SendAsync(new HttpMethod(method), host.MintJwt("u3"));
        using var nobody = await host.Http(path).SendAsync(new HttpMethod(method));

        Assert.Equal((HttpStatusCode.OK, "u3"), (own.StatusCode, await own.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.StartsWith(
            "HTTP request refused: credential_missing",
            Assert.Single(host.Logs.Handshakes, line => line.Id.Name == "credential_missing").Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_HEAD_request_is_refused_without_a_body()
    {
        await using var host = await StartAsync();

        using var answer = await host.Http("/rest").SendAsync(HttpMethod.Head);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("credential_missing", Assert.Single(answer.Headers.GetValues("X-WsAuth-Reason")));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_hub_negotiates_and_opens_by_a_matching_token_only()
    {
        await using var host = await StartAsync();
        var token = host.MintJwt("u4");

        using var nobody = await host.Http("/hub/negotiate?negotiateVersion=1").SendAsync(HttpMethod.Post);
        using var own = await host.Http("/hub/negotiate?negotiateVersion=1").SendAsync(HttpMethod.Post, token);
        var connection = JsonDocument
            .Parse(await own.Content.ReadAsStringAsync())
            .RootElement.GetProperty("connectionToken")
            .GetString();
        var refusal = await host.ConnectInVainAsync($"/hub?id={connection}");
        using var socket = await host.ConnectAsync($"/hub?id={connection}", token);

        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.Equal("credential_missing", refusal.Reason);
        Assert.Equal("{}\u001e", await socket.AskAsync("""{"protocol":"json","version":1}""" + "\u001e"));
        Assert.Contains(
            "\"result\":\"u4\"",
            await socket.AskAsync("""{"type":1,"invocationId":"1","target":"WhoAmI","arguments":[]}""" + "\u001e"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_innermost_requirements_of_nested_groups_count()
    {
        await using var host = await StartAsync();

        var refusal = await host.ConnectInVainAsync("/group/edge", host.MintJwt());

        Assert.Equal("credential_kind_refused", refusal.Reason);
    }

    private static Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/map", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.MapGet("/mapget", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.Map("/rest", HttpConversation.WhoAmIAsync).RequireWsAuth(TokenKind.Jwt);
                app.MapControllers().RequireWsAuth(TokenKind.Jwt);
                app.MapHub<EchoHub>("/hub").RequireWsAuth(TokenKind.Jwt);
                var group = app.MapGroup("/group").RequireWsAuth(TokenKind.Jwt);
                group.Map("/inner", EchoEndpoint.RunAsync);
                group.Map("/edge", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.SharedSecret);
            },
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                builder.Services.AddControllers().AddApplicationPart(typeof(WhoAmIController).Assembly);
                builder.Services.AddSignalR();
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex(), ["EDGE_SECRET"] = TestSecrets.Hex() }
        );
}
