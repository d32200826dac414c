using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using WsAuth.Comparison;

namespace WsAuth.Benchmarks.Comparison;

/// <summary>
/// A presented secret of 64 characters against the expected one. The platform's own comparison is the floor, and it tells at
/// once that lengths differ; ours pays two hashes, or one where the expected value is long-lived, for not telling.
/// </summary>
public class ComparerBenchmarks
{
    private readonly string _expected = RandomNumberGenerator.GetHexString(64, lowercase: true);
    private readonly string _other = RandomNumberGenerator.GetHexString(64, lowercase: true);
    private byte[] _expectedBytes = null!;
    private byte[] _presentedBytes = null!;
    private string _presented = null!;
    private SecretDigest _digest = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _expectedBytes = Encoding.UTF8.GetBytes(_expected);
        _presented = new string(_expected.AsSpan());
        _presentedBytes = Encoding.UTF8.GetBytes(_presented);
        _digest = new SecretDigest(_expectedBytes);
        Expect.That(Platform() && Bytes() && Text() && DigestOfBytes() && DigestOfText(), "equal values are equal");
        Expect.That(!DigestRefuses() && !FixedTimeComparer.Equals(_expected, _other), "different values differ");
    }

    [Benchmark(Baseline = true, Description = "CryptographicOperations.FixedTimeEquals")]
    public bool Platform() => CryptographicOperations.FixedTimeEquals(_presentedBytes, _expectedBytes);

    [Benchmark(Description = "FixedTimeComparer, bytes")]
    public bool Bytes() => FixedTimeComparer.Equals(_presentedBytes, _expectedBytes);

    [Benchmark(Description = "FixedTimeComparer, text")]
    public bool Text() => FixedTimeComparer.Equals(_presented, _expected);

    [Benchmark(Description = "SecretDigest.Matches, bytes")]
    public bool DigestOfBytes() => _digest.Matches(_presentedBytes);

    [Benchmark(Description = "SecretDigest.Matches, text")]
    public bool DigestOfText() => _digest.Matches(_presented);

    [Benchmark(Description = "SecretDigest.Matches, another text")]
    public bool DigestRefuses() => _digest.Matches(_other);
}
