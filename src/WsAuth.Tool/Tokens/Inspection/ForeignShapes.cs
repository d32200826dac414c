using System.Text.RegularExpressions;
using WsAuth.Credentials;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>What a credential looks like that is none of this library's, by well-known beginnings; beyond what the service tells apart.</summary>
internal static partial class ForeignShapes
{
    private static readonly (string Prefix, string Name)[] Prefixes =
    [
        ("ya29.", "a Google access token, which only Google can read: ask for an ID token, or look it up there"),
        ("ghp_", "a GitHub personal access token"),
        ("github_pat_", "a GitHub personal access token"),
        ("gho_", "a GitHub OAuth token"),
        ("ghu_", "a GitHub app's user token"),
        ("ghs_", "a GitHub app's installation token"),
        ("ghr_", "a GitHub refresh token"),
        ("glpat-", "a GitLab personal access token"),
        ("npm_", "an npm token"),
        ("pypi-", "a PyPI token"),
        ("xox", "a Slack token"),
        ("AKIA", "an AWS access key id"),
        ("ASIA", "a temporary AWS access key id"),
        ("AIza", "a Google API key"),
        ("SG.", "a SendGrid API key"),
        ("sk_live_", "a Stripe secret key"),
        ("sk_test_", "a Stripe test key"),
        ("sk-", "an API key as OpenAI, Anthropic and others write it"),
        ("dop_v1_", "a DigitalOcean token"),
        ("hvs.", "a Vault token"),
        ("CfDJ8", "a value of ASP.NET Core's data protection, as its cookies and antiforgery tokens are"),
        ("gAAAAA", "a Fernet token"),
        ("s%3A", "a signed session id of Express, encoded"),
        ("s:", "a signed session id of Express"),
        ("-----BEGIN", "a PEM block: a key or a certificate, and no token"),
        ("Basic ", "credentials of HTTP Basic"),
        ("{", "JSON, and no token"),
    ];

    /// <summary>What it looks like, with its article.</summary>
    public static string Describe(string text, CredentialShape shape)
    {
        if (shape is CredentialShape.Jwt && text.Count(c => c == '.') == 4)
        {
            return "an encrypted JWT (JWE), which only its recipient can read";
        }

        if (
            shape
            is CredentialShape.Jwt
                or CredentialShape.Ticket
                or CredentialShape.JwtCutOff
                or CredentialShape.EdgeToken
        )
        {
            return shape.Describe();
        }

        foreach (var (prefix, name) in Prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return name;
            }
        }

        return Paseto().IsMatch(text) ? "a PASETO token"
            : Cookie().IsMatch(text) ? "a cookie header"
            : RawHex().IsMatch(text) ? "a secret as 'openssl rand -hex' makes one, or a session id"
            : shape.Describe();
    }

    [GeneratedRegex(@"^v[1-4]\.(local|public)\.[A-Za-z0-9_-]+")]
    private static partial Regex Paseto();

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}=[^;=\s]+(; ?[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}=.*)*$")]
    private static partial Regex Cookie();

    [GeneratedRegex("^([0-9a-fA-F]{32}|[0-9a-fA-F]{48}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})$")]
    private static partial Regex RawHex();
}
