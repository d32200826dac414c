using WsAuth.Reasons;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt;

/// <summary>What every refusal of a kind has in common, however it came about.</summary>
internal static class JwtRefused
{
    /// <summary>Broken, and found before the signature check: the caller learns that much.</summary>
    public static void BeforeTheSignature(TokenVerdict verdict, string detail)
    {
        Told(verdict, "token_malformed", "credential_malformed", 4400, detail);
        Assert.Same(ReasonCatalogue.TokenMalformed, verdict.Reason);
        Assert.Null(verdict.Key);
    }

    /// <summary>Broken, and known to be authentic: the caller learns nothing but that.</summary>
    public static void AfterTheSignature(TokenVerdict verdict, string detail)
    {
        Told(verdict, "token_malformed", "credential_invalid", 4401, detail);
        Assert.NotNull(verdict.Key);
    }

    public static void As(TokenVerdict verdict, string code, string detail) =>
        Told(
            verdict,
            code,
            code is "token_expired" or "token_not_yet_valid" or "credential_too_large" ? code : "credential_invalid",
            code == "credential_too_large" ? 4400 : 4401,
            detail
        );

    private static void Told(TokenVerdict verdict, string code, string wireClass, int closeCode, string detail)
    {
        Assert.False(verdict.IsAccepted);
        Assert.Equal(
            (code, wireClass, closeCode),
            (verdict.Reason!.Code, verdict.Reason.WireClass, verdict.Reason.CloseCode ?? 0)
        );
        Assert.Contains(detail, verdict.Detail, StringComparison.Ordinal);
        Assert.Null(verdict.Subject);
        Assert.Null(verdict.Claims);
        Assert.Null(verdict.SessionEnd);
    }
}
