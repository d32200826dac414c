namespace WsAuth.Tokens.Ticket;

/// <summary>What the limiter says of one more ticket.</summary>
internal enum TicketAllowance
{
    /// <summary>It cannot count any more: nobody is issued a ticket.</summary>
    Full,

    /// <summary>The principal has as many as it may have.</summary>
    TooMany,

    /// <summary>It is counted.</summary>
    Granted,
}
