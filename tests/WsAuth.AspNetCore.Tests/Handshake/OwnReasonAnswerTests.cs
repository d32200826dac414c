using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>An application's own reason is answered like any other, whatever its sentences hold.</summary>
public sealed class OwnReasonAnswerTests
{
    [Fact]
    public async Task An_explanation_that_no_header_can_hold_is_still_a_refusal_and_adds_no_header()
    {
        await using var host = await KestrelHost.StartAsync(
            app => app.MapGet("/", HttpConversation.WhoAmIAsync).RequireWsAuth(Explaining.Explained),
            configure: builder => builder.Services.AddWsAuth(builder.Configuration).AddTokenValidator<Explaining>()
        );

        using var answer = await host.Http("/").GetAsync("anything");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("own_reason", Assert.Single(answer.Headers.GetValues("X-WsAuth-Reason")));
        Assert.Equal(
            "error=\"invalid_token\", error_description=\"Sagt ?nein???X-Own: gr?n?\"",
            Assert.Single(answer.Headers.WwwAuthenticate).Parameter
        );
        Assert.False(answer.Headers.Contains("X-Own"));
    }

    private sealed class Explaining : ITokenValidator
    {
        public static readonly TokenKind Explained = new("explained");

        private static readonly Reason Own = new(
            "own_reason",
            401,
            4401,
            "Sagt \"nein\"\r\nX-Own: grün\\",
            "Send another."
        );

        public TokenKind Kind => Explained;

        public bool Recognizes(ReadOnlySpan<char> credential, CredentialShape shape) => true;

        public ValueTask<TokenVerdict> ValidateAsync(
            PresentedCredential credential,
            HandshakeRequest request,
            CancellationToken cancellationToken
        ) => new(TokenVerdict.Refused(Own));
    }
}
