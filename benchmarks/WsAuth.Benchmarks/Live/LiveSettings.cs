using System.Globalization;
using Microsoft.Extensions.Configuration;
using WsAuth.Client;

namespace WsAuth.Benchmarks.Live;

/// <summary>One secret for a run, and tokens by it.</summary>
internal sealed class LiveSettings
{
    private const string SecretKey = "Secret";

    public LiveSettings(params (string Key, string Value)[] others)
    {
        Values = new Dictionary<string, string?>
        {
            [SecretKey] = System.Security.Cryptography.RandomNumberGenerator.GetHexString(64, lowercase: true),
            ["WsAuth:Secrets:jwt:Order"] = $"config:{SecretKey}",
            ["WsAuth:Jwt:ClockSkew"] = "00:00:00",
        };
        foreach (var (key, value) in others)
        {
            Values[key] = value;
        }
    }

    public Dictionary<string, string?> Values { get; }

    public IConfiguration Configuration => new ConfigurationBuilder().AddInMemoryCollection(Values).Build();

    public string Mint(TimeSpan lifetime, string subject = "u1")
    {
        using var minter = TokenMinter.FromConfiguration(Configuration, "Production");
        return minter.Jwt(subject, content => content.Lifetime = lifetime).DangerousGetText();
    }

    /// <summary>A number given by name among a verb's arguments.</summary>
    public static int Number(string[] args, string name, int otherwise, int least, int most)
    {
        var place = Array.IndexOf(args, name);
        return
            place >= 0
            && place + 1 < args.Length
            && int.TryParse(args[place + 1], CultureInfo.InvariantCulture, out var given)
            ? Math.Clamp(given, least, most)
            : otherwise;
    }
}
