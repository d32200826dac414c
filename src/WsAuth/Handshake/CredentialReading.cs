using WsAuth.Credentials;

namespace WsAuth.Handshake;

/// <summary>The one credential of a handshake, or why there is none.</summary>
internal readonly record struct CredentialReading(PresentedCredential Credential, Refusal? Refusal);
