using WsAuth.Client;
using WsAuth.Credentials;
using WsAuth.Tokens;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Terminal;
using WsAuth.Tool.Tokens.Inspection;

namespace WsAuth.Tool.Doctor.Credentials;

/// <summary>The credential that came by standard input. It is somebody's: it is put where its owner says, and into no URL unasked.</summary>
internal sealed class GivenSupply : CredentialSupply
{
    private readonly MintedToken _token;
    private readonly CredentialShape _shape;

    private readonly string _around;

    private GivenSupply(MintedToken token, CredentialShape shape, string around) =>
        (_token, _shape, _around) = (token, shape, around);

    public override TokenKind? Kind => _token.Kind;

    public override string Origin => $"{_shape.Describe()}, from standard input{_around}";

    // What is used once is used up by the first handshake.
    public override int MostAttempts => Kind == TokenKind.Ticket || Kind == TokenKind.EdgeToken ? 1 : int.MaxValue;

    public override string NotInUrl => "it was given, and the logs of every hop on the way would keep it";

    public MintedToken Token => _token;

    /// <summary>Reads it.</summary>
    /// <exception cref="ToolException">It cannot be sent.</exception>
    public static async Task<GivenSupply> ReadAsync(
        DoctorKind? kind,
        ToolConsole console,
        CancellationToken cancellationToken
    )
    {
        var text = await StandardInput.ReadAsync(console, "a credential", cancellationToken).ConfigureAwait(false);
        var presented = CredentialPeeler.Peel(text);
        var isTaken =
            presented.IsInPlace && !text.TrimStart().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
        if (isTaken)
        {
            // A header line or a URL around it, as it is copied from a browser: sent along, it would be the fault.
            text = presented.Credential;
        }

        var shape = CredentialShapes.Of(text);
        var written =
            kind is { } said ? KindOf(said)
            : shape == CredentialShape.Ticket ? TokenKind.Ticket
            : shape == CredentialShape.EdgeToken ? TokenKind.EdgeToken
            : shape is CredentialShape.Jwt or CredentialShape.JwtCutOff ? TokenKind.Jwt
            : TokenKind.SharedSecret;
        if (CredentialText.FindHeaderFault(text) is { } fault)
        {
            throw ToolException.Unreadable($"Standard input: {fault}");
        }

        return new GivenSupply(
            MintedToken.FromText(text, written),
            shape,
            isTaken ? $", taken out of {presented.Place}" : ""
        );
    }

    public override Task<MintedToken?> NextAsync(CredentialLocations location, CancellationToken cancellationToken) =>
        Task.FromResult<MintedToken?>(_token);

    private static TokenKind KindOf(DoctorKind kind) =>
        kind switch
        {
            DoctorKind.Edge => TokenKind.EdgeToken,
            DoctorKind.SharedSecret => TokenKind.SharedSecret,
            DoctorKind.Ticket => TokenKind.Ticket,
            _ => TokenKind.Jwt,
        };
}
