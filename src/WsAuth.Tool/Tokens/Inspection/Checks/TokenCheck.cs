namespace WsAuth.Tool.Tokens.Inspection.Checks;

/// <summary>What became of one check.</summary>
internal enum CheckState
{
    Passed,

    Failed,

    /// <summary>It cannot be known here, or the server does not get that far and neither did this tool.</summary>
    Unknown,
}

/// <summary>One check of the server.</summary>
/// <param name="Name">Which.</param>
/// <param name="State">What became of it.</param>
/// <param name="Detail">The values behind it, safe to print.</param>
/// <param name="Reason">The code of the refusal, where this check refuses.</param>
/// <param name="IsReached">Whether the server gets that far.</param>
internal sealed record TokenCheck(string Name, CheckState State, string Detail, string? Reason, bool IsReached);
