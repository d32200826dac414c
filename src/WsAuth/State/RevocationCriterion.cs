namespace WsAuth.State;

/// <summary>By what a credential is revoked.</summary>
public enum RevocationCriterion
{
    /// <summary>By its <c>jti</c>, or that of the credential that bought the ticket.</summary>
    TokenId,

    /// <summary>By its subject.</summary>
    Subject,

    /// <summary>By its subject and the time when it was issued.</summary>
    SubjectBefore,

    /// <summary>By the fingerprint of the key that verified it.</summary>
    Key,
}
