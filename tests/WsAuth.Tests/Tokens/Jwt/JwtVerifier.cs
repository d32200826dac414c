using System.Text;
using Microsoft.Extensions.Configuration;
using WsAuth.Registration;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tokens;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Tests.Tokens.Jwt;

/// <summary>The validator as a host has it, with settings, variables and a clock of its own.</summary>
internal sealed class JwtVerifier : IDisposable
{
    private readonly WsAuthRuntime _runtime;
    private readonly JwtTokenValidator _validator;

    /// <summary>A verifier whose settings are given without the leading <c>WsAuth:</c>.</summary>
    public JwtVerifier(params (string Name, string Value)[] settings)
        : this(new TestVariables(), settings) { }

    public JwtVerifier(TestVariables variables, params (string Name, string Value)[] settings)
    {
        Secret = TestSecrets.Hex();
        variables["JWT_SECRET_KEY"] = Secret;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(setting => KeyValuePair.Create("WsAuth:" + setting.Name, (string?)setting.Value))
            )
            .Build();
        _runtime = WsAuthRuntime.FromConfiguration(configuration, "Production", variables: variables, clock: Clock);
        _validator = new JwtTokenValidator(() => _runtime.Settings.Current.Jwt, _runtime.Secrets, Clock);
    }

    public ManualTimeProvider Clock { get; } = new();

    /// <summary>The text of the secret in force, where the built-in order applies.</summary>
    public string Secret { get; }

    public byte[] Key => Encoding.UTF8.GetBytes(Secret);

    public SecretRing Ring => _runtime.Secrets.GetRing(_runtime.Settings.Current.Jwt.Secret);

    /// <summary>Signs with the secret in force; see <see cref="HandmadeJwt.At"/> for times.</summary>
    public string Sign(string payload = HandmadeJwt.Payload, string header = HandmadeJwt.Header) =>
        HandmadeJwt.Sign(header, At(payload), Key);

    public string At(string json) => HandmadeJwt.At(json, Clock.GetUtcNow());

    public TokenVerdict Validate(string token)
    {
        var verdict = _validator.Validate(token);
        LeakWatch.Observe(verdict.ToString());
        LeakWatch.Observe(verdict.Detail);
        return verdict;
    }

    public void Dispose() => _runtime.Dispose();
}
