using System.Security.Cryptography;

namespace WsAuth.KeySets;

/// <summary>A curve of RFC 7518 §6.2.1.1.</summary>
internal sealed record CurveForm(string Name, string ObjectId, int CoordinateBytes)
{
    public static CurveForm P256 { get; } = new("P-256", "1.2.840.10045.3.1.7", 32);

    public static CurveForm P384 { get; } = new("P-384", "1.3.132.0.34", 48);

    public static CurveForm P521 { get; } = new("P-521", "1.3.132.0.35", 66);

    private static CurveForm[] All => [P256, P384, P521];

    public ECCurve ToCurve() => ECCurve.CreateFromValue(ObjectId);

    public static CurveForm? Find(string? name) => All.FirstOrDefault(curve => curve.Name == name);

    public static CurveForm? Find(ECCurve curve) =>
        All.FirstOrDefault(known =>
            curve.IsNamed
            && (curve.Oid.Value == known.ObjectId || curve.Oid.FriendlyName == known.ToCurve().Oid.FriendlyName)
        );
}
