namespace WsAuth.Testing;

/// <summary>What a client of another stack saw.</summary>
/// <param name="Opened">Whether the socket opened.</param>
/// <param name="Answer">The answer to its ping.</param>
/// <param name="Status">The HTTP status of a refusal.</param>
/// <param name="Reason">The wire class.</param>
/// <param name="Attempt">The attempt id.</param>
/// <param name="Body">The body of a refusal, where the client shows it.</param>
/// <param name="Thrown">The code of the error that the client's library threw before or instead of an answer.</param>
/// <param name="Protocol">The sub-protocol that was echoed.</param>
/// <param name="Closed">The close code, where the socket was closed instead of answering.</param>
/// <param name="Text">The text of the close frame.</param>
public sealed record ConnectOutcome(
    bool Opened,
    string? Answer = null,
    int? Status = null,
    string? Reason = null,
    string? Attempt = null,
    string? Body = null,
    string? Thrown = null,
    string? Protocol = null,
    int? Closed = null,
    string? Text = null
);
