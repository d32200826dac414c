using WsAuth.Secrets.Sources;

namespace WsAuth.Secrets;

/// <summary>The orders of the secrets that everyone has, used only where none is configured.</summary>
internal static class BuiltInOrders
{
    public const string Jwt = "jwt";
    public const string Edge = "edge";
    public const string Ticket = "ticket";

    private static readonly string[] UsualEnvironments = ["DEVELOPMENT", "TESTING", "TEST", "STAGING", "PRODUCTION"];

    /// <summary>The built-in order of a name; null where it has none.</summary>
    public static string? Find(string name) =>
        name switch
        {
            Jwt => "env:JWT_SECRET_{ENVIRONMENT} > env:JWT_SECRET_KEY > development-default",
            Edge => "env:EDGE_SECRET > development-default",
            Ticket => EphemeralSource.Spelling,
            _ => null,
        };

    /// <summary>What the built-in order of a name reads in the usual environments: elsewhere never read.</summary>
    public static IEnumerable<string> NamesElsewhere(string name) =>
        name == Jwt ? UsualEnvironments.Select(environment => "JWT_SECRET_" + environment) : [];

    /// <summary>Variables that other systems use for the same thing: never read, but named when nothing resolves and one of them is set.</summary>
    public static IEnumerable<string> OtherNames(string name, string environmentToken) =>
        name switch
        {
            Jwt =>
            [
                "JWT_SECRET",
                "AUTH_JWT_SECRET",
                $"{environmentToken}_JWT_SECRET",
                $"JWT_SECRET_{environmentToken}",
                "JWT_SECRET_KEY",
                "STAGING_JWT_SECRET",
                "JWT_KEY",
                "JWT_SIGNING_KEY",
                "SECRET_KEY",
            ],
            Edge =>
            [
                "EDGE_SECRET",
                "EDGE_SECRET_KEY",
                "EDGE_AUTH_SECRET",
                "EDGE_SHARED_SECRET",
                "EDGE_TOKEN",
                "EDGE_API_KEY",
                $"EDGE_SECRET_{environmentToken}",
            ],
            _ =>
            [
                $"{name.ToUpperInvariant().Replace('-', '_')}_SECRET",
                $"{name.ToUpperInvariant().Replace('-', '_')}_KEY",
            ],
        };
}
