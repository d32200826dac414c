using WsAuth.Credentials;

namespace WsAuth.Handshake;

/// <summary>Reads the session that a client asks to continue.</summary>
internal static class RequestedSession
{
    private const string Parameter = "session_id";
    private const string Header = "X-Session-Id";
    private const int Longest = 128;

    /// <summary>What the client wrote, where it is usable.</summary>
    public static string? Read(HandshakeRequest request)
    {
        var requested =
            request.Query(Parameter) is { Count: > 0 } query ? query[0]
            : request.Header(Header) is { Count: > 0 } header ? header[0]
            : null;
        return IsUsable(requested) ? requested : null;
    }

    /// <summary>The session of a client that asks for none.</summary>
    public static string? Default(string subject, string? tenant) =>
        subject.Length == 0 ? null
        : string.IsNullOrEmpty(tenant) ? $"session_{subject}"
        : $"session_{subject}_{tenant}";

    private static bool IsUsable(string? id) =>
        !string.IsNullOrWhiteSpace(id) && id.Length <= Longest && !id.Any(char.IsControl);
}
