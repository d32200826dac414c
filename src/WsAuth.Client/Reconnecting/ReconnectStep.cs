namespace WsAuth.Client.Reconnecting;

/// <summary>What happens next.</summary>
/// <param name="Action">Why; <see cref="ReconnectAction.Done"/> and <see cref="ReconnectAction.Stop"/> are the last.</param>
/// <param name="Delay">How long before it.</param>
/// <param name="NeedsNewCredential">Whether the credential that was presented is good for nothing any more.</param>
internal readonly record struct ReconnectStep(ReconnectAction Action, TimeSpan Delay, bool NeedsNewCredential);
