namespace WsAuth.AspNetCore.Observation;

/// <summary>Who answered a handshake in WsAuth's stead, as far as the evidence goes.</summary>
/// <param name="Layer">The component, or <c>unknown</c>.</param>
/// <param name="Explanation">The evidence, in a sentence.</param>
/// <param name="Fix">What to change; the reason's own fix where it is null.</param>
/// <param name="IsOfHandler">Whether the handler ran, and failed or did not accept.</param>
internal sealed record PipelineFinding(string Layer, string Explanation, string? Fix = null, bool IsOfHandler = false);
