using System.Diagnostics;
using WsAuth.Comparison;

namespace WsAuth.Mismatch;

/// <summary>A presented secret, as its digest: no value can be read back from it.</summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed class PresentedSecretEvidence(ReadOnlySpan<char> presented, string secretName, string? agentId)
    : MismatchEvidence(secretName, agentId)
{
    private readonly SecretDigest _digest = new(presented);

    public override bool IsSigned => false;

    public override bool IsMadeWith(ReadOnlySpan<byte> value) => _digest.Matches(value);

    public override void Dispose() { }
}
