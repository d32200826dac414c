namespace WsAuth.AspNetCore.Tests.Reasons;

/// <summary>What the client of a refused handshake saw.</summary>
/// <param name="Status">The HTTP status; 101 where the socket opened first.</param>
/// <param name="Class">The wire class, of the header or of the close frame.</param>
/// <param name="CloseCode">The close code, where the socket opened first.</param>
/// <param name="Attempt">The attempt id, where an HTTP answer came or the upgrade told it.</param>
internal sealed record Told(int Status, string? Class, int? CloseCode, string? Attempt);
