namespace WsAuth.Secrets;

/// <summary>What a code source is asked.</summary>
/// <param name="SecretName">The named secret, for example <c>jwt</c>.</param>
/// <param name="EnvironmentName">The environment that is in force, for example <c>Staging</c>.</param>
public readonly record struct SecretRequest(string SecretName, string EnvironmentName);
