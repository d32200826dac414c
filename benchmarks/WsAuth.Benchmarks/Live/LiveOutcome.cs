namespace WsAuth.Benchmarks.Live;

/// <summary>What a client process saw.</summary>
/// <param name="Codes">How many sockets were closed by each code; 1006 where the connection broke without a close frame.</param>
/// <param name="ClosedAt">When each close frame came, in milliseconds since the epoch, in no order.</param>
internal sealed record LiveOutcome(IReadOnlyDictionary<int, int> Codes, IReadOnlyList<double> ClosedAt)
{
    public override string ToString() =>
        string.Join(", ", Codes.OrderBy(code => code.Key).Select(code => $"{code.Value} x {code.Key}"));
}
