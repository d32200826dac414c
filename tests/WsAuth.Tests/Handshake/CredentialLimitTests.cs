using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Handshake;

/// <summary>8 KiB in the header, 4 KiB in the query: the last size that is read and the first that is not.</summary>
public sealed class CredentialLimitTests : IDisposable
{
    private readonly CoreHost _host = new(("Query:AccessToken", "true"));

    [Theory]
    [InlineData(8192, "secret_mismatch")]
    [InlineData(8193, "credential_too_large")]
    public async Task A_header_credential_has_at_most_8192_characters(int length, string reason)
    {
        var decision = await _host.DecideAsync(PresentedRequest.Bearer(Text(length)), TokenKind.SharedSecret);

        decision.ShouldBeRefused(reason, $"{length} characters");
    }

    [Theory]
    [InlineData(4096, "secret_mismatch")]
    [InlineData(4097, "credential_too_large")]
    public async Task A_query_credential_has_at_most_4096_characters(int length, string reason)
    {
        var decision = await _host.DecideAsync(
            new PresentedRequest().WithQuery("access_token", Text(length)),
            TokenKind.SharedSecret
        );

        decision.ShouldBeRefused(reason, $"{length} characters");
    }

    [Fact]
    public async Task The_size_comes_before_everything_that_is_read_from_the_text()
    {
        var decision = await _host.DecideAsync(PresentedRequest.Bearer("\"" + new string(' ', 9000) + "\""));

        decision.ShouldBeRefused("credential_too_large", "8192 may stand in the Authorization header");
        Assert.Equal((431, 4400), (decision.Refusal!.Reason.Status, decision.Refusal.Reason.CloseCode ?? 0));
    }

    public void Dispose() => _host.Dispose();

    private static string Text(int length) =>
        string.Concat(Enumerable.Range(0, (length / 64) + 1).Select(_ => TestSecrets.Hex()))[..length];
}
