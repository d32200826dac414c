namespace WsAuth.Client.Diagnosis;

/// <summary>How the server closed the socket (RFC 6455 §5.5.1).</summary>
/// <param name="Code">The close code; 1005 where the frame had none.</param>
/// <param name="Text">The text beside it, as it came.</param>
internal sealed record CloseFrame(int Code, string Text);
