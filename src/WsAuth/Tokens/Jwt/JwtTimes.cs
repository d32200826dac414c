using System.Globalization;
using WsAuth.Reasons;

namespace WsAuth.Tokens.Jwt;

/// <summary>The three times of a token against the server's clock (RFC 7519 §4.1.4–4.1.6).</summary>
internal static class JwtTimes
{
    /// <summary>The refusal of a token that is too old or too new; null where its time is now.</summary>
    /// <param name="expiry"><c>exp</c>, in ticks since 1970, as the other two.</param>
    /// <param name="notBefore"><c>nbf</c>.</param>
    /// <param name="issuedAt"><c>iat</c>.</param>
    /// <param name="now">The server's time.</param>
    /// <param name="skew">How far the clocks may differ.</param>
    /// <param name="key">The key that verified the token.</param>
    public static TokenVerdict? Check(
        long expiry,
        long? notBefore,
        long? issuedAt,
        DateTimeOffset now,
        TimeSpan skew,
        JwtSigner key
    )
    {
        var time = (now - DateTimeOffset.UnixEpoch).Ticks;
        if (time >= expiry + skew.Ticks)
        {
            return key.Refuse(
                ReasonCatalogue.TokenExpired,
                $"Its exp was {Seconds(time - expiry)} s ago ({Time(expiry)}); {Seconds(skew.Ticks)} s of clock skew are allowed."
            );
        }

        if (notBefore is { } start && start > time + skew.Ticks)
        {
            return key.Refuse(
                ReasonCatalogue.TokenNotYetValid,
                $"Its nbf lies {Seconds(start - time)} s ahead ({Time(start)})."
            );
        }

        return issuedAt is { } issued && issued > time + skew.Ticks
            ? key.Refuse(
                ReasonCatalogue.TokenNotYetValid,
                $"Its iat lies {Seconds(issued - time)} s ahead ({Time(issued)}): the issuer's clock is ahead of this server's, or this one is behind."
            )
            : null;
    }

    private static string Seconds(long ticks) =>
        (ticks / TimeSpan.TicksPerSecond).ToString(CultureInfo.InvariantCulture);

    private static string Time(long ticks) =>
        DateTimeOffset.UnixEpoch.AddTicks(ticks).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
