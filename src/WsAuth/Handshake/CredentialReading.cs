using WsAuth.Credentials;
using WsAuth.Tokens;

namespace WsAuth.Handshake;

/// <summary>The one credential of a handshake and, where its place carries one kind only, that kind; or why there is none.</summary>
internal readonly record struct CredentialReading(
    PresentedCredential Credential,
    Refusal? Refusal,
    TokenKind? OnlyKind = null
);
