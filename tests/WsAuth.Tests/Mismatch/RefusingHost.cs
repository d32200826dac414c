using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Mismatch;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tests.Handshake;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Mismatch;

/// <summary>
/// A host that looks into what it refuses. <c>JWT_SECRET_KEY</c> and <c>EDGE_SECRET</c> are set; a test sets what else a client may
/// have read. Everything that it says is shown to the leak watch.
/// </summary>
internal sealed class RefusingHost : IDisposable
{
    public const string Agent = "edge_15551234567";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestFolder _folder = new();

    public RefusingHost(params (string Name, string Value)[] settings)
        : this(_ => { }, settings) { }

    public RefusingHost(Action<IServiceCollection> register, params (string Name, string Value)[] settings)
    {
        Host = new CoreHost(register, settings);
        Host.Variables["XDG_DATA_HOME"] = _folder.Path;
    }

    public CoreHost Host { get; }

    public TestFolder Folder => _folder;

    public MismatchQueue Queue => Host.Services.GetRequiredService<MismatchQueue>();

    /// <summary>The root, whose values a test changes as a provider does.</summary>
    public IConfiguration Configuration => Host.Services.GetRequiredService<IConfiguration>();

    public string? this[string variable]
    {
        set => Host.Variables[variable] = value is null ? null : LeakWatch.Protect(value);
    }

    /// <summary>Sets a variable to a new secret and answers it.</summary>
    public string Put(string variable)
    {
        var secret = TestSecrets.Hex();
        this[variable] = secret;
        return secret;
    }

    public static string Fingerprint(string value) => SecretFingerprint.Of(value.AsSpan());

    public static string Fingerprint(byte[] value) => SecretFingerprint.Of(value);

    public string Jwt(byte[] key, string algorithm = "HS256", string? keyId = null, string type = "JWT")
    {
        var kid = keyId is null ? "" : $$""","kid":"{{keyId}}" """;
        return HandmadeJwt.Sign(
            $$"""{"alg":"{{algorithm}}","typ":"{{type}}"{{kid}}}""",
            HandmadeJwt.At(HandmadeJwt.Payload, Host.Clock.GetUtcNow()),
            key,
            algorithm
        );
    }

    public Task<MismatchFinding> FindJwtAsync(string key, string algorithm = "HS256", string? keyId = null) =>
        FindJwtAsync(Encoding.UTF8.GetBytes(key), algorithm, keyId);

    public Task<MismatchFinding> FindJwtAsync(byte[] key, string algorithm = "HS256", string? keyId = null) =>
        FindAsync(Jwt(key, algorithm, keyId), TokenKind.Jwt);

    public Task<MismatchFinding> FindEdgeTokenAsync(byte[] key, string agent = Agent) =>
        FindAsync(
            LeakWatch.Protect(
                HandmadeEdgeToken.Sign(
                    Encoding.UTF8.GetBytes($"{agent}:+15551234567:{Host.Clock.GetUtcNow().ToUnixTimeSeconds()}"),
                    key
                )
            ),
            TokenKind.EdgeToken
        );

    public Task<MismatchFinding> FindSharedSecretAsync(string secret, string? agent = null) =>
        FindAsync(LeakWatch.Protect(secret), TokenKind.SharedSecret, agent);

    public async Task<MismatchFinding> FindAsync(string credential, TokenKind kind, string? agent = null) =>
        await FindAsync(await RefuseAsync(credential, kind, agent));

    public async Task<MismatchFinding> FindAsync(HandshakeDecision decision)
    {
        var found = new TaskCompletionSource<MismatchFinding>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(Queue.TryAnalyze(decision, found.SetResult));
        var finding = await found.Task.WaitAsync(Patience);
        LeakWatch.Observe(finding.Text);
        LeakWatch.Observe(finding.ToString());
        Assert.False(LeakWatch.Holds(finding.Text));
        return finding;
    }

    public async Task<HandshakeDecision> RefuseAsync(string credential, TokenKind kind, string? agent = null)
    {
        var request = PresentedRequest.Bearer(credential);
        if (agent is not null)
        {
            request.WithHeader(HandshakeRequest.AgentIdHeader, agent);
        }

        var decision = await Host.DecideAsync(request, kind);
        Assert.False(decision.IsAccepted);
        return decision;
    }

    public void Dispose()
    {
        Host.Dispose();
        _folder.Dispose();
    }
}
