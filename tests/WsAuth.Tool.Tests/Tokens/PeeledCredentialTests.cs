using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Tokens;

/// <summary>Credentials as people paste them: what stands around them is named, and judged where the service would see it.</summary>
public sealed class PeeledCredentialTests : IDisposable
{
    private readonly TokenService _service = new();

    [Theory]
    [InlineData("§", null, "")]
    [InlineData("§\r\n", null, "")]
    [InlineData("\n\n § \n", null, "line endings around it")]
    [InlineData("\uFEFF§", null, "invisible characters around it")]
    [InlineData("\"§\"", null, "quotes around it")]
    [InlineData("'§'\n", null, "quotes around it")]
    [InlineData("Bearer §", null, "the scheme 'Bearer'")]
    [InlineData("Authorization: Bearer §", null, "the header Authorization before it, the scheme 'Bearer'")]
    [InlineData("authorization:bearer §", null, "the header Authorization before it, the scheme 'Bearer'")]
    [InlineData(
        "Authorization: Bearer Bearer §",
        "credential_malformed",
        "the header Authorization before it, the scheme 'Bearer', the scheme 'Bearer'"
    )]
    [InlineData(
        "Authorization: Bearer \"§\"",
        "credential_malformed",
        "the header Authorization before it, the scheme 'Bearer', quotes around it"
    )]
    [InlineData("Authorization: §", "credential_malformed", "the header Authorization before it")]
    [InlineData("X-Auth-Token: §", "credential_misplaced", "the header X-Auth-Token before it")]
    [InlineData("Cookie: theme=dark; session=§", "credential_missing", "the header Cookie before it, a cookie's name")]
    [InlineData(
        "wss://x.example/ws?room=1&access_token=§",
        "credential_misplaced",
        "a URL, query parameter 'access_token'"
    )]
    [InlineData("/ws?session_token=§", "credential_misplaced", "a URL, query parameter 'session_token'")]
    [InlineData("access_token=§", "credential_misplaced", "a URL, query parameter 'access_token'")]
    [InlineData(
        "Sec-WebSocket-Protocol: chat, bearer.§",
        null,
        "the header Sec-WebSocket-Protocol before it, the sub-protocol's prefix 'bearer.'"
    )]
    [InlineData("bearer.§", null, "the sub-protocol's prefix 'bearer.'")]
    [InlineData("ticket.§", "credential_kind_refused", "the sub-protocol's prefix 'ticket.'")]
    [InlineData("""{"action":"auth","token":"§"}""", null, "the first message, member 'token'")]
    [InlineData("""{"action":"auth","ticket":"§"}""", "credential_kind_refused", "the first message, member 'ticket'")]
    [InlineData("""{"access_token":"§","expires_in":60}""", null, "a JSON object, member 'access_token'")]
    public async Task What_stands_around_a_token_is_named_and_judged(string input, string? reason, string takenOff)
    {
        var token = await _service.TokenAsync("jwt", "--subject", "u");

        var outcome = await _service.InspectAsync(input.Replace("§", token, StringComparison.Ordinal), "--json");

        var json = outcome.Json;
        Assert.Equal(takenOff, string.Join(", ", json.GetProperty("taken_off").EnumerateArray()));
        Assert.Equal(reason, json.GetProperty("reason").GetString());
        Assert.Equal(reason is null ? ExitCode.Fine : ExitCode.Finding, outcome.ExitCode);
        Assert.Null(json.GetProperty("token_reason").GetString());
    }

    [Fact]
    public async Task A_ticket_in_a_url_is_judged_for_the_path_of_the_url()
    {
        var ticket = await _service.TokenAsync("ticket", "--subject", "u", "--path", "/ws");

        var right = await _service.InspectAsync($"wss://x.example/ws?ticket={ticket}");
        var wrong = await _service.InspectAsync($"wss://x.example/other?ticket={ticket}", "--json");

        Assert.Equal(ExitCode.Fine, right.ExitCode);
        Assert.Equal("ticket_other_path", wrong.Json.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task An_edge_token_whose_plus_became_a_space_is_told_so()
    {
        // '>' is in the third place of a group and makes a '+'.
        var token = await _service.TokenAsync("edge", "--agent", "ab>>>>>>");
        Assert.Contains('+', token);

        var outcome = await _service.InspectAsync($"Authorization: Bearer {token.Replace('+', ' ')}");

        Assert.Equal(ExitCode.Finding, outcome.ExitCode);
        Assert.Contains("credential_malformed", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_before_a_colon_that_is_no_known_header_is_not_repeated()
    {
        var half = LeakWatch.Protect("kQwErTzUiOpAsDf-GhJkLyXcVbNm");

        var outcome = await _service.InspectAsync($"{half}: value");

        Assert.Contains("the name of another header", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v4.public.eyJkYXRhIjoidGhpcyBpcyBhIHNpZ25lZCBtZXNzYWdlIn0", "a PASETO token")]
    [InlineData("eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn", "an encrypted JWT (JWE)")]
    [InlineData("ya29.a0AfH6SMBx", "a Google access token")]
    [InlineData("ghp_16C7e42F292c6912E7", "a GitHub personal access token")]
    [InlineData("xoxb-17653672481-19874698323", "a Slack token")]
    [InlineData("0b0e7f6c-4f0e-4d9e-9f4b-0c9f6f1f2a3b", "a UUID")]
    [InlineData("sess_0123456789", "a session id")]
    [InlineData("theme=dark; lang=en", "a cookie header")]
    [InlineData("-----BEGIN PUBLIC KEY-----", "a PEM block")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIi", "a JWT cut off")]
    [InlineData("hunter2", "an opaque value")]
    public async Task What_is_none_of_ours_is_named_by_its_looks(string input, string expected)
    {
        var outcome = await _service.InspectAsync(input);

        Assert.Equal(ExitCode.Finding, outcome.ExitCode);
        Assert.Contains($"credential: {expected}", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("JWT_SECRET_KEY", false)]
    [InlineData("EDGE_SECRET", true)]
    public async Task A_secret_itself_is_warned_about(string variable, bool isAccepted)
    {
        var outcome = await _service.InspectAsync(_service.SecretOf(variable) + "\n");

        Assert.Equal(isAccepted ? ExitCode.Fine : ExitCode.Finding, outcome.ExitCode);
        Assert.Contains("This is a SECRET itself, no token", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"env:{variable} (source", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_warned_about_where_no_shared_secret_is_accepted()
    {
        var outcome = await _service.InspectAsync(_service.SecretOf("JWT_SECRET_KEY"), "--kind", "jwt");

        Assert.Equal(ExitCode.Finding, outcome.ExitCode);
        Assert.Contains("This is a SECRET itself, no token", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("credential_kind_refused", outcome.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _service.Dispose();
}
