namespace WsAuth.AspNetCore.Observation;

/// <summary>How often the same client was refused for the same cause in an interval, beyond what was told one by one.</summary>
/// <param name="Last">The last of them.</param>
/// <param name="IsOfMany">Whether these are of many clients and causes, too many to be told apart.</param>
/// <param name="Count">How many.</param>
/// <param name="Since">When the first one came, which was told.</param>
/// <param name="Addresses">From how many addresses; <see cref="RefusalStorms.MostAddresses"/> stands for that many or more.</param>
internal sealed record RefusalStorm(
    HandshakeRecord Last,
    bool IsOfMany,
    int Count,
    DateTimeOffset Since,
    int Addresses
);
