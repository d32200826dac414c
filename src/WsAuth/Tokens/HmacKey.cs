using System.Diagnostics;
using System.Security.Cryptography;

namespace WsAuth.Tokens;

/// <summary>
/// One HMAC key, set up once and used many times: a keyed state costs as much to make as to use. States are lent to one
/// thread at a time and never across an await.
/// </summary>
[DebuggerDisplay("HmacKey")]
internal sealed class HmacKey
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _key;
    private readonly HashAlgorithmName _algorithm;
    private readonly IncrementalHash?[] _idle = new IncrementalHash?[Math.Clamp(Environment.ProcessorCount, 2, 16)];

    public HmacKey(ReadOnlySpan<byte> key, HashAlgorithmName algorithm)
    {
        _key = key.ToArray();
        _algorithm = algorithm;
    }

    /// <summary>Writes the MAC of <paramref name="data"/>; answers its length.</summary>
    public int Compute(ReadOnlySpan<byte> data, Span<byte> mac)
    {
        var state = Borrow();
        state.AppendData(data);
        var length = state.GetHashAndReset(mac);
        Return(state);
        return length;
    }

    private IncrementalHash Borrow()
    {
        foreach (ref var slot in _idle.AsSpan())
        {
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } state)
            {
                return state;
            }
        }

        return IncrementalHash.CreateHMAC(_algorithm, _key);
    }

    private void Return(IncrementalHash state)
    {
        foreach (ref var slot in _idle.AsSpan())
        {
            if (slot is null && Interlocked.CompareExchange(ref slot, state, null) is null)
            {
                return;
            }
        }

        state.Dispose();
    }
}
