using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using WsAuth.Tokens;
using WsAuth.Tokens.EdgeToken;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Mismatch;

/// <summary>What a token signs, and its MAC.</summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed class SignedEvidence : MismatchEvidence
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _signed;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _mac;

    private readonly HashAlgorithmName _hash;

    private SignedEvidence(
        string secretName,
        string? agentId,
        string? keyId,
        HashAlgorithmName hash,
        byte[] signed,
        byte[] mac
    )
        : base(secretName, agentId)
    {
        KeyId = keyId;
        _hash = hash;
        _signed = signed;
        _mac = mac;
    }

    public override string? KeyId { get; }

    public override bool IsSigned => true;

    /// <summary>Of a JWT or a ticket; null where no HMAC signs it.</summary>
    public static SignedEvidence? OfJwt(ReadOnlySpan<char> token, string secretName)
    {
        if (
            !JwtParts.TrySplit(token, out var parts, out _)
            || JwtHeader.Parse(Decode(parts.Header), out _) is not { } header
            || JwtAlgorithm.Find(header.Algorithm) is not { } algorithm
        )
        {
            return null;
        }

        var signed = new byte[parts.SigningInput.Length];
        Ascii.FromUtf16(parts.SigningInput, signed, out _);
        return new SignedEvidence(secretName, null, header.KeyId, algorithm.Hash, signed, Decode(parts.Signature));
    }

    /// <summary>Of an edge token; its agent is the one whose secret was asked.</summary>
    public static SignedEvidence? OfEdgeToken(ReadOnlySpan<char> token, string secretName) =>
        EdgeTokenFormat.Read(token, out _) is { } parts
            ? new SignedEvidence(
                secretName,
                parts.AgentId,
                null,
                HashAlgorithmName.SHA256,
                parts.Message.ToArray(),
                parts.Mac.ToArray()
            )
            : null;

    public override bool IsMadeWith(ReadOnlySpan<byte> value)
    {
        Span<byte> mac = stackalloc byte[JwtAlgorithm.LongestMac];
        var length = CryptographicOperations.HmacData(_hash, value, _signed, mac);
        return CryptographicOperations.FixedTimeEquals(mac[..length], _mac);
    }

    public override void Dispose()
    {
        CryptographicOperations.ZeroMemory(_signed);
        CryptographicOperations.ZeroMemory(_mac);
    }

    private static byte[] Decode(ReadOnlySpan<char> segment)
    {
        var bytes = new byte[segment.Length * 3 / 4];
        return bytes[..StrictBase64Url.Decode(segment, bytes)];
    }
}
