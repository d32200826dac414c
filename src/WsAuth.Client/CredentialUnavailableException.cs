namespace WsAuth.Client;

/// <summary>There is no credential to connect with; nothing was sent.</summary>
public sealed class CredentialUnavailableException : Exception
{
    internal CredentialUnavailableException(string message)
        : base(message) { }
}
