using WsAuth.Tokens;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Tool.Tokens.Inspection.Checks;

/// <summary>A JWT as the service's own code reads it, before anything is verified.</summary>
internal sealed class JwtReading
{
    private readonly JwtPayload _payload;

    private JwtReading(
        string? formFault,
        JwtHeader? header,
        string? headerFault,
        JwtRules? rules,
        string? issuerName,
        byte[]? json
    )
    {
        FormFault = formFault;
        Header = header;
        HeaderFault = headerFault;
        Rules = rules;
        IssuerName = issuerName;
        Json = json;
        if (rules is not null && json is not null)
        {
            PayloadFault = _payload.Read(json, rules);
        }
    }

    public string? FormFault { get; }

    public JwtHeader? Header { get; }

    public string? HeaderFault { get; }

    /// <summary>What its content is examined by; null where the header cannot be read.</summary>
    public JwtRules? Rules { get; }

    /// <summary>The entry of the issuer that it claims to be of; null for the own service.</summary>
    public string? IssuerName { get; }

    public byte[]? Json { get; }

    public string? PayloadFault { get; }

    public JwtPayload Payload => _payload;

    public bool HasPayload => Rules is not null && PayloadFault is null;

    public (bool, string)? FormOutcome =>
        FormFault is null ? (true, "three parts of canonical base64url") : (false, FormFault);

    public (bool, string)? HeaderOutcome =>
        FormFault is not null ? null
        : HeaderFault is null ? (true, "one JSON object")
        : (false, HeaderFault);

    public static JwtReading Of(string token, ServiceJudge judge)
    {
        if (!JwtParts.TrySplit(token, out var parts, out var fault))
        {
            return new JwtReading(fault, null, null, null, null, null);
        }

        var json = Decode(parts.Payload);
        if (JwtHeader.Parse(Decode(parts.Header), out fault) is not { } header)
        {
            return new JwtReading(null, null, fault, null, null, json);
        }

        var (rules, issuer) = judge.RulesFor(parts, header);
        return new JwtReading(null, header, null, rules, issuer, json);
    }

    public bool IsBeforeNotBefore(ServiceJudge judge) =>
        Payload.NotBefore is { } start
        && Rules is not null
        && start > (judge.Now - DateTimeOffset.UnixEpoch).Ticks + Rules.Options.ClockSkew.Ticks;

    public static byte[] Decode(ReadOnlySpan<char> segment)
    {
        var bytes = new byte[segment.Length * 3 / 4];
        return bytes[..StrictBase64Url.Decode(segment, bytes)];
    }
}
