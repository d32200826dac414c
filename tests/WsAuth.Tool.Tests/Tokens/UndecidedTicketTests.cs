using System.Text.Json;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Tokens;

/// <summary>A ticket whose key the running service alone has: what can be read is judged, and its signature is not known.</summary>
public sealed class UndecidedTicketTests : IDisposable
{
    private readonly TokenService _service = new();

    [Theory]
    [InlineData("§")]
    [InlineData("wss://x.example/ws?ticket=§")]
    [InlineData("ticket.§")]
    public async Task A_ticket_of_the_running_service_is_not_refused_for_a_key_that_was_made_here(string form)
    {
        var ticket = await _service.TokenAsync("ticket", "--subject", "u", "--path", "/ws");
        Forget();
        var input = form.Replace("§", ticket, StringComparison.Ordinal);

        var text = await _service.InspectAsync(input, "--path", "/ws");
        var json = (await _service.InspectAsync(input, "--path", "/ws", "--json")).Json;

        Assert.Equal(ExitCode.Unreadable, text.ExitCode);
        Assert.Contains("verdict: UNKNOWN", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("REFUSED", text.Output, StringComparison.Ordinal);
        Assert.Matches(@"\? signature +the running service can verify it", text.Output);
        Assert.False(json.GetProperty("accepted").GetBoolean());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("reason").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("key_fingerprint").ValueKind);
        Assert.Equal(ticket.Length, json.GetProperty("length").GetInt32());
    }

    [Fact]
    public async Task What_can_be_read_of_it_is_judged_still()
    {
        var ticket = await _service.TokenAsync("ticket", "--subject", "u", "--path", "/ws");
        Forget();

        var path = await _service.InspectAsync(ticket, "--path", "/other", "--json");
        var cut = await _service.InspectAsync(ticket[..^4], "--path", "/ws", "--json");

        Assert.Equal(ExitCode.Finding, path.ExitCode);
        Assert.Equal("ticket_other_path", path.Json.GetProperty("reason").GetString());
        Assert.Equal("token_malformed", cut.Json.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_ticket_of_a_configured_key_is_verified_as_before()
    {
        var ticket = await _service.TokenAsync("ticket", "--subject", "u", "--path", "/ws");

        Assert.Equal(ExitCode.Fine, (await _service.InspectAsync(ticket, "--path", "/ws")).ExitCode);
        _service["TICKET_SECRET"] = TestSecrets.Hex();
        Assert.Equal(ExitCode.Finding, (await _service.InspectAsync(ticket, "--path", "/ws")).ExitCode);
    }

    [Fact]
    public async Task An_id_is_not_taken_for_a_wrong_secret()
    {
        var json = (await _service.InspectAsync(Guid.NewGuid().ToString(), "--json")).Json;

        Assert.Equal("credential_kind_refused", json.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("EDGE_SECRET=§\n")]
    [InlineData("export EDGE_SECRET=\"§\"")]
    public async Task A_line_of_a_file_of_variables_is_known_and_its_value_judged(string form)
    {
        var input = form.Replace("§", _service.SecretOf("EDGE_SECRET"), StringComparison.Ordinal);

        var outcome = await _service.InspectAsync(input);

        Assert.Contains("This is a SECRET itself", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("a variable's name before it", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curl -i -H 'Authorization: Bearer §' https://x.example/ws")]
    [InlineData("$ curl -H \"Accept: a/b\" --header \"Authorization: Bearer §\" https://x.example/ws")]
    public async Task A_command_line_of_curl_is_read_as_the_header_that_it_sends(string form)
    {
        var token = await _service.TokenAsync("jwt", "--subject", "u");

        var outcome = await _service.InspectAsync(form.Replace("§", token, StringComparison.Ordinal));

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
        Assert.Contains("a command line around it", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_in_a_sub_protocol_of_its_own_is_found()
    {
        var token = await _service.TokenAsync("jwt", "--subject", "u");

        var json = (await _service.InspectAsync("Sec-WebSocket-Protocol: bearer, " + token, "--json")).Json;

        Assert.Equal(token.Length, json.GetProperty("length").GetInt32());
        Assert.Contains("a JWT", json.GetProperty("looks_like").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_kind_has_the_name_that_the_other_commands_give_it_too()
    {
        var token = await _service.TokenAsync("edge", "--agent", "edge_1");

        Assert.Equal(
            ExitCode.Fine,
            (await _service.InspectAsync(token, "--kind", "edge", "--agent", "edge_1")).ExitCode
        );
    }

    public void Dispose() => _service.Dispose();

    private void Forget() =>
        _service.Tool.Write(
            "appsettings.json",
            """{ "WsAuth": { "Jwt": { "Issuer": "here", "Audience": "chat" } } }"""
        );
}
