using WsAuth.Handshake;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Tokens.Inspection.Checks;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>Everything that is told of a credential; all of it is safe to print.</summary>
internal sealed record TokenInspection
{
    public const string Notice =
        "UNVERIFIED: what is decoded here proves nothing; only the verdict says whether the service would accept it.";

    /// <summary>What it looks like, with its article.</summary>
    public required string Shape { get; init; }

    public required int Length { get; init; }

    public required IReadOnlyList<string> PeeledOff { get; init; }

    public required string EnvironmentName { get; init; }

    public IReadOnlyList<TokenMember> Header { get; init; } = [];

    public IReadOnlyList<TokenMember> Claims { get; init; } = [];

    public required IReadOnlyList<TokenCheck> Checks { get; init; }

    /// <summary>Whose secret it was made with, where that is not the one that is asked; null where there is nothing to say.</summary>
    public string? Secret { get; init; }

    /// <summary>What the service decides about it as it was given, with all that stands around it.</summary>
    public required HandshakeDecision Decision { get; init; }

    /// <summary>What it decides about the credential alone.</summary>
    public required HandshakeDecision Bare { get; init; }

    /// <summary>The verdict, one or more sentences.</summary>
    public required string Verdict { get; init; }

    /// <summary>What to change; null where accepted.</summary>
    public string? Fix { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Whether only the running service can tell: nothing is wrong with it as far as it can be read here.</summary>
    public bool IsUndecided { get; init; }

    public bool IsAccepted => Decision.IsAccepted && !IsUndecided;

    public ExitCode ExitCode =>
        IsUndecided ? ExitCode.Unreadable
        : Decision.IsAccepted ? ExitCode.Fine
        : ExitCode.Finding;
}
