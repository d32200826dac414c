namespace WsAuth.Mismatch;

/// <summary>What a client had made of a value before it used it.</summary>
public enum MismatchForm
{
    /// <summary>Nothing: the secret's bytes, decoded where the source says so.</summary>
    AsItIs,

    /// <summary>White space around it was dropped.</summary>
    Trimmed,

    /// <summary>Its quotes were dropped.</summary>
    Unquoted,

    /// <summary>Its byte order mark was dropped.</summary>
    WithoutByteOrderMark,

    /// <summary>Several of byte order mark, quotes and white space were dropped.</summary>
    Bare,

    /// <summary>It was read with a line feed behind it.</summary>
    WithLineFeed,

    /// <summary>It was read with CR LF behind it.</summary>
    WithCarriageReturnLineFeed,

    /// <summary>It was read with a byte order mark before it.</summary>
    WithByteOrderMark,

    /// <summary>It was read with double quotes around it.</summary>
    InDoubleQuotes,

    /// <summary>It was read with single quotes around it.</summary>
    InSingleQuotes,

    /// <summary>Its hexadecimal digits were decoded, though the secret is the text.</summary>
    HexDecoded,

    /// <summary>It was decoded from base64 or base64url, though the secret is the text.</summary>
    Base64Decoded,

    /// <summary>Its text was used as it stands, though the source decodes it.</summary>
    Undecoded,

    /// <summary>The same, with a line end behind it.</summary>
    UndecodedWithLineEnd,
}
