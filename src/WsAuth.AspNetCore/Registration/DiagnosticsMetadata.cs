namespace WsAuth.AspNetCore.Registration;

/// <summary>
/// Marks the endpoints that explain refusals: who was refused asks them, so no door stands before them, that of a group they are in included.
/// </summary>
internal sealed record DiagnosticsMetadata(WsAuthDiagnosticsOptions Options);
