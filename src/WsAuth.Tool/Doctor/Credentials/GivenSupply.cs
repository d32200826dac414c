using WsAuth.Client;
using WsAuth.Credentials;
using WsAuth.Tokens;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Doctor.Credentials;

/// <summary>The credential that came by standard input. It is somebody's: it is put where its owner says, and into no URL unasked.</summary>
internal sealed class GivenSupply : CredentialSupply
{
    private readonly MintedToken _token;
    private readonly CredentialShape _shape;

    private GivenSupply(MintedToken token, CredentialShape shape) => (_token, _shape) = (token, shape);

    public override TokenKind? Kind => _token.Kind;

    public override string Origin => $"{_shape.Describe()}, from standard input";

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

        return new GivenSupply(MintedToken.FromText(text, written), shape);
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
