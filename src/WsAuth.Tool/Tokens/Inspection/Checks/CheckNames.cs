namespace WsAuth.Tool.Tokens.Inspection.Checks;

/// <summary>The names of the checks, as text and JSON print them.</summary>
internal static class CheckNames
{
    public const string Place = "place";
    public const string Presented = "presented";
    public const string Kind = "kind";
    public const string Secret = "secret";
    public const string Form = "form";
    public const string Header = "header";
    public const string Algorithm = "algorithm";
    public const string Key = "key";
    public const string Signature = "signature";
    public const string Payload = "payload";
    public const string Type = "type";
    public const string Content = "content";
    public const string Expiry = "expiry";
    public const string NotBefore = "not-before";
    public const string IssuedAt = "issued-at";
    public const string Lifetime = "lifetime";
    public const string Session = "session";
    public const string Issuer = "issuer";
    public const string Audience = "audience";
    public const string Subject = "subject";
    public const string Path = "path";
    public const string Origin = "origin";
    public const string Agent = "agent";
    public const string Match = "match";
    public const string Instance = "instance";
    public const string Revocation = "revocation";
    public const string SingleUse = "single-use";
}
