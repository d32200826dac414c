using WsAuth.Handshake;

namespace WsAuth.AspNetCore;

/// <summary>
/// Thrown out of <c>AcceptWebSocketAsync</c> at an endpoint that takes the credential in the first message, where there is none in time or it is
/// refused. By then the refusal is recorded and the socket is closed with its close code. A handler need not catch it: the door does.
/// </summary>
public sealed class HandshakeRefusedException : Exception
{
    internal HandshakeRefusedException(Refusal refusal, string attemptId)
        : base($"The handshake was refused: {refusal.Reason.Code} [attempt {attemptId}].")
    {
        Refusal = refusal;
        AttemptId = attemptId;
    }

    /// <summary>Why.</summary>
    public Refusal Refusal { get; }

    /// <summary>Under which the log has the exact reason.</summary>
    public string AttemptId { get; }
}
