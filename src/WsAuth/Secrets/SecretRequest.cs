namespace WsAuth.Secrets;

/// <summary>What a code source is asked.</summary>
/// <param name="SecretName">The named secret, for example <c>jwt</c>.</param>
/// <param name="EnvironmentName">The environment that is in force, for example <c>Staging</c>.</param>
/// <param name="AgentId">
/// The agent whose own secret is asked for, for a source per agent; null for others. It is what a caller says before anything is
/// proven: look it up, and never make a path or a query text of it.
/// </param>
public readonly record struct SecretRequest(string SecretName, string EnvironmentName, string? AgentId = null);
