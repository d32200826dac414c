namespace WsAuth.Options;

/// <summary>How much of a reason the caller is told. The log always has all of it.</summary>
public enum RefusalDetail
{
    /// <summary>The wire class: whatever would help a forger is <c>credential_invalid</c>.</summary>
    Class,

    /// <summary>The reason, its explanation and the fix. For development.</summary>
    Full,
}
