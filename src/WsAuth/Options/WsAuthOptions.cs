using Microsoft.Extensions.Configuration;
using WsAuth.Credentials;
using WsAuth.Secrets;
using WsAuth.Tokens.EdgeToken;
using WsAuth.Tokens.Jwt;
using WsAuth.Tokens.SharedSecret;
using WsAuth.Tokens.Ticket;

namespace WsAuth.Options;

/// <summary>
/// Every setting of WsAuth, section <c>WsAuth</c> by default. Named things are dictionaries and lists are single texts, because
/// layered configuration merges arrays by index.
/// </summary>
public sealed class WsAuthOptions
{
    /// <summary>The environment that <c>{ENVIRONMENT}</c> in orders stands for.</summary>
    /// <value>Default: null; the host's environment, and Production where the host has none.</value>
    public string? Environment { get; set; }

    /// <summary>The named secrets: <c>jwt</c>, <c>edge</c>, <c>ticket</c> or your own, and where each comes from.</summary>
    /// <value>Default: empty; the built-in orders of <c>jwt</c>, <c>edge</c> and <c>ticket</c> apply.</value>
    public IDictionary<string, NamedSecretOptions> Secrets { get; } =
        new Dictionary<string, NamedSecretOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often file and code sources are read again; 1 second to 1 day; zero switches it off.</summary>
    /// <value>Default: 5 seconds.</value>
    public TimeSpan SecretPollingInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How JWTs are validated and minted.</summary>
    public JwtOptions Jwt { get; } = new();

    /// <summary>How shared secrets are accepted.</summary>
    public SharedSecretOptions SharedSecret { get; } = new();

    /// <summary>How edge tokens are validated and minted.</summary>
    public EdgeTokenOptions EdgeToken { get; } = new();

    /// <summary>How connection tickets are issued and redeemed.</summary>
    public TicketOptions Tickets { get; } = new();

    /// <summary>Which query parameters may carry a credential.</summary>
    public QueryOptions Query { get; } = new();

    /// <summary>Whether a cookie may carry a credential.</summary>
    public CookieOptions Cookie { get; } = new();

    /// <summary>The limits of endpoints that take the credential in the first message.</summary>
    public FirstMessageOptions FirstMessage { get; } = new();

    /// <summary>What is remembered of past handshakes, for clients that ask about them.</summary>
    public JournalOptions Journal { get; } = new();

    /// <summary>What becomes of open sockets.</summary>
    public LiveConnectionOptions Connections { get; } = new();

    /// <summary>How much one client may take, and all of them together.</summary>
    public LimitOptions Limits { get; } = new();

    /// <summary>
    /// The origins whose pages may open WebSockets, exactly, separated by spaces: <c>https://app.example https://admin.example:8443</c>.
    /// A handshake without an <c>Origin</c> is no browser's and is not asked for one.
    /// </summary>
    /// <value>Default: null; pages of the server's own origin, as the application sees its scheme and host.</value>
    public string? Origins { get; set; }

    /// <summary>
    /// Lets pages of every origin open WebSockets. Dangerous: any page that a user visits can then use whatever the browser adds by
    /// itself, such as client certificates, network position or a credential in the URL that leaked.
    /// </summary>
    /// <value>Default: false.</value>
    public bool DangerousAllowAnyOrigin { get; set; }

    /// <summary>How a handshake is refused.</summary>
    /// <value>Default: <see cref="RefusalMode.Http"/>.</value>
    public RefusalMode Refusal { get; set; } = RefusalMode.Http;

    /// <summary>How much of a reason the caller is told.</summary>
    /// <value>Default: null; everything in Development, the class elsewhere.</value>
    public RefusalDetail? RefusalDetail { get; set; }

    /// <summary>
    /// How long the refusals of one client for one cause are counted after the first one is logged; then the count is logged. Each of them is
    /// logged at Debug, and in the metrics all the same. Zero logs each at its own level.
    /// </summary>
    /// <value>Default: one minute; zero, or one second to one hour.</value>
    public TimeSpan RefusalLogInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether a credential that no secret in force verifies is tried, in the background and for the server's own log alone, with the other
    /// values that this process can see, so that the log says whose secret it was. Nothing is ever accepted on that ground.
    /// </summary>
    /// <value>Default: true.</value>
    public bool MismatchAnalysis { get; set; } = true;

    /// <summary>Where the help pages of the reasons are served: an absolute http or https URL that a reason's code is appended to, for the
    /// <c>type</c> of problem details (RFC 9457 §3.1.1).</summary>
    /// <value>Default: null; the path of the application's own page where <c>MapWsAuthDiagnostics</c> serves it, else <c>urn:wsauth:reason:</c> and the code.</value>
    public Uri? HelpBase { get; set; }

    /// <summary>Where credentials may stand, as these options switch it on.</summary>
    public CredentialLocations AcceptedLocations() =>
        CredentialLocations.AuthorizationHeader
        | CredentialLocations.SubProtocol
        | (Query.AccessToken ? CredentialLocations.QueryAccessToken : CredentialLocations.None)
        | (Cookie.Name is null ? CredentialLocations.None : CredentialLocations.Cookie);

    /// <summary>Reads a configuration section over these options. Whatever is no setting, or has the wrong form, is found when they are validated.</summary>
    /// <param name="configuration">The root.</param>
    /// <param name="section">The section's name.</param>
    public void ReadFrom(IConfiguration configuration, string section = "WsAuth")
    {
        ArgumentNullException.ThrowIfNull(configuration);
        WsAuthOptionsReader.Read(configuration, section, this);
    }

    /// <summary>What the configuration section holds and no setting understands.</summary>
    internal List<string> Faults { get; } = [];

    /// <summary>What is no fault, and an operator should know.</summary>
    internal List<string> Warnings { get; } = [];

    /// <summary>How many values the section holds; null where no configuration was read.</summary>
    internal int? SettingCount { get; set; }

    /// <summary>The section that the options were read from, for messages.</summary>
    internal string Section { get; set; } = "WsAuth";
}
