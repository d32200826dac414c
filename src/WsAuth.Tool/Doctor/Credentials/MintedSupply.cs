using System.Text;
using WsAuth.Client;
using WsAuth.Credentials;
using WsAuth.Secrets;
using WsAuth.Tokens;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Configuration;

namespace WsAuth.Tool.Doctor.Credentials;

/// <summary>Mints from the configuration that was named, by the service's own way to its secrets.</summary>
internal sealed class MintedSupply : CredentialSupply
{
    private readonly ConfigurationSource _source;
    private readonly TokenMinter _minter;
    private readonly DoctorRequest _request;
    private readonly DoctorKind _kind;
    private readonly string? _agent;

    public MintedSupply(ConfigurationSource source, DoctorRequest request, DoctorKind kind)
    {
        _source = source;
        _minter = source.CreateMinter();
        _request = request;
        _kind = kind;
        _agent = AgentOf(request);
    }

    public override TokenKind Kind =>
        _kind switch
        {
            DoctorKind.Edge => TokenKind.EdgeToken,
            DoctorKind.SharedSecret => TokenKind.SharedSecret,
            _ => TokenKind.Jwt,
        };

    public override string Origin =>
        $"{Words}, {_source.EnvironmentNote?.TrimEnd('.') ?? $"environment {_source.Runtime.Settings.EnvironmentName}"}, from {(_source.Files.Count > 0 ? string.Join(", ", _source.Files) : "the variables of this shell")}";

    private string Words =>
        _kind switch
        {
            DoctorKind.Edge => "an edge token made here",
            DoctorKind.SharedSecret => "the shared secret as it is read here",
            _ => "a JWT made here",
        };

    public override string? NotInUrl =>
        _kind == DoctorKind.SharedSecret ? "the logs of every hop on the way would keep the secret" : null;

    public override string SecretName =>
        _kind switch
        {
            DoctorKind.Edge => _source.Runtime.Settings.Current.EdgeToken.Secret,
            DoctorKind.SharedSecret => _source.Runtime.Settings.Current.SharedSecret.Secret,
            _ => _source.Runtime.Settings.Current.Jwt.Secret,
        };

    public override IReadOnlyList<string> Findings =>
        [.. _source.Findings, .. _source.Runtime.Secrets.Report().Warnings];

    public override IReadOnlyCollection<string> Held =>
        [
            .. _source
                .Runtime.Secrets.Names.SelectMany(name => _source.Runtime.Secrets.FindVisible(name, _agent))
                .Select(value => Encoding.UTF8.GetString(value.DangerousGetText()))
                .Distinct(),
        ];

    public override Task<MintedToken?> NextAsync(CredentialLocations location, CancellationToken cancellationToken) =>
        Task.FromResult<MintedToken?>(Mint(location));

    /// <summary>Mints one.</summary>
    /// <exception cref="ToolException">The secret has no usable value, or an edge token's agent is missing.</exception>
    public MintedToken Mint(CredentialLocations location)
    {
        try
        {
            return _kind switch
            {
                DoctorKind.SharedSecret => Sendable(_minter.SharedSecret()),
                DoctorKind.Edge => _minter.EdgeToken(
                    _agent
                        ?? throw ToolException.Usage(
                            "An edge token names its agent: give --agent <id>, or edge_agent_id in the URL."
                        ),
                    urlSafe: location != CredentialLocations.AuthorizationHeader
                ),
                _ => _minter.Jwt(_request.Subject, Fill),
            };
        }
        catch (SecretConfigurationException missing)
        {
            throw ToolException.Unreadable($"Nothing can be minted here: {missing.Message}");
        }
        catch (ArgumentException)
        {
            throw ToolException.Usage("An agent is 1 to 128 bytes of text without ':' and control characters.");
        }
    }

    // A line end of a file, mostly: what is odd about the value says it.
    private MintedToken Sendable(MintedToken secret) =>
        CredentialText.FindHeaderFault(secret.DangerousGetText()) is null
            ? secret
            : throw ToolException.Unreadable(
                $"The secret cannot be sent: {secret.Source} has a character in it that cannot stand in a header. {string.Join(' ', Findings)}".TrimEnd()
            );

    public override void Dispose()
    {
        _minter.Dispose();
        _source.Dispose();
    }

    /// <summary>The agent that the request names, by option or in its URL.</summary>
    public static string? AgentOf(DoctorRequest request) => request.Agent ?? AgentInUrl(request);

    /// <summary>The agent that the URL names.</summary>
    public static string? AgentInUrl(DoctorRequest request) =>
        request
            .Url.Query.TrimStart('?')
            .Split('&')
            .FirstOrDefault(pair => pair.StartsWith("edge_agent_id=", StringComparison.Ordinal))
            is { } pair
            ? Uri.UnescapeDataString(pair["edge_agent_id=".Length..].Replace('+', ' '))
            : null;

    private void Fill(JwtContent content)
    {
        foreach (var (name, value) in _request.Claims)
        {
            content.Claims[name] = value;
        }
    }
}
