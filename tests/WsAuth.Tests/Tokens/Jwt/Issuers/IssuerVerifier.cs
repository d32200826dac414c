using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using WsAuth.Credentials;
using WsAuth.Registration;
using WsAuth.Testing;
using WsAuth.Tests.Handshake;
using WsAuth.Tokens;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Tests.Tokens.Jwt.Issuers;

/// <summary>The validator with issuers, as a host has it: settings, files, a clock and logs of its own.</summary>
internal sealed class IssuerVerifier : IDisposable
{
    private const string Prefix = "WsAuth:Jwt:";

    private readonly WsAuthRuntime _runtime;
    private readonly ILoggerFactory _loggers;
    private readonly JwtTokenValidator _validator;

    /// <summary>A verifier whose settings are given without the leading <c>WsAuth:Jwt:</c>.</summary>
    public IssuerVerifier(params (string Name, string Value)[] settings)
        : this("Production", null, settings) { }

    public IssuerVerifier(
        string environment,
        Action<JwtOptions>? configure,
        params (string Name, string Value)[] settings
    )
    {
        var variables = new TestVariables { ["JWT_SECRET_KEY"] = Secret };
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(setting => KeyValuePair.Create(Prefix + setting.Name, (string?)setting.Value))
            )
            .Build();
        _loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        _runtime = WsAuthRuntime.FromConfiguration(configuration, environment, variables: variables, clock: Clock);
        var options = _runtime.Settings.Current.Jwt;
        configure?.Invoke(options);
        Issuers = new JwtIssuerDirectory(
            () => options,
            () => TimeSpan.FromSeconds(5),
            () => environment == "Development",
            Clock,
            null,
            _loggers.CreateLogger<JwtIssuerDirectory>()
        );
        Bridge = new JwtKeyBridge(() => options, _runtime.Secrets, Clock, Issuers);
        _validator = new JwtTokenValidator(() => options, _runtime.Secrets, Clock, Issuers);
    }

    public JwtIssuerDirectory Issuers { get; }

    public JwtKeyBridge Bridge { get; }

    public ManualTimeProvider Clock { get; } = new();

    public RecordingLogs Logs { get; } = new();

    public string Secret { get; } = TestSecrets.Hex();

    /// <summary>The log lines about keys.</summary>
    public IReadOnlyList<string> KeyMessages => Logs.Messages;

    /// <summary>A verifier of one issuer whose keys stand in a file, which is written here.</summary>
    public static IssuerVerifier OfSet(TestFolder folder, string set, params (string Name, string Value)[] settings) =>
        new([
            ("Issuers:idp:Issuer", TokenOf.Issuer),
            ("Issuers:idp:KeySet", "file:" + folder.Write("keys.json", set)),
            .. settings,
        ]);

    public string At(string json) => HandmadeJwt.At(json, Clock.GetUtcNow());

    public TokenVerdict Validate(string token) => Observe(_validator.Validate(token));

    /// <summary>As a handshake does it: with a wait for keys.</summary>
    public async Task<TokenVerdict> ValidateAsync(string token) =>
        Observe(
            await _validator.ValidateAsync(
                new PresentedCredential(token.AsMemory(), CredentialLocations.AuthorizationHeader),
                new PresentedRequest(),
                default
            )
        );

    public void Dispose()
    {
        Issuers.Dispose();
        _runtime.Dispose();
        _loggers.Dispose();
    }

    private static TokenVerdict Observe(TokenVerdict verdict)
    {
        LeakWatch.Observe(verdict.ToString());
        LeakWatch.Observe(verdict.Detail);
        LeakWatch.Observe(verdict.Fix);
        return verdict;
    }
}
