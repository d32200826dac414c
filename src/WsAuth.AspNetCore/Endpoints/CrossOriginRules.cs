namespace WsAuth.AspNetCore.Endpoints;

/// <summary>What pages of the allowed origins may do at an endpoint (the Fetch standard, §3.2).</summary>
/// <param name="Methods">The methods, as they are listed.</param>
/// <param name="ExposedHeaders">The headers of the answer that a page may read.</param>
/// <param name="AllowedHeaders">The headers of its own that a page may send; null where none is needed. Credentials that a browser adds by itself never are.</param>
internal sealed record CrossOriginRules(string Methods, string ExposedHeaders, string? AllowedHeaders = null);
