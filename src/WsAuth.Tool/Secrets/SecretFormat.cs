namespace WsAuth.Tool.Secrets;

/// <summary>How a generated secret is written. Either is used as text.</summary>
internal enum SecretFormat
{
    /// <summary>Lower-case hexadecimal digits, two for each byte, as <c>openssl rand -hex</c> writes them.</summary>
    Hex,

    /// <summary>Base64 for URLs, without padding (RFC 4648 §5).</summary>
    Base64Url,
}
