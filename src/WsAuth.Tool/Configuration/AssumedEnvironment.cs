using Microsoft.Extensions.Configuration;
using WsAuth.Secrets;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Configuration;

/// <summary>
/// An environment that nobody named. Whoever has a file with <c>JWT_SECRET_STAGING</c> in it and forgets <c>--environment</c> asks about a service that does not
/// exist, and is told so.
/// </summary>
internal static class AssumedEnvironment
{
    private const string Placeholder = "{ENVIRONMENT}";

    public static string Describe(
        string environment,
        IEnumerable<string> secrets,
        IConfiguration configuration,
        EnvironmentVariables variables
    )
    {
        var unread = UnreadOf(SecretEnvironments.Token(environment), secrets, configuration, variables)
            .Order(StringComparer.Ordinal)
            .ToList();
        var rest = unread.Count switch
        {
            0 => "",
            1 => $"; {unread[0]} is set and not read in it",
            _ => $"; {string.Join(" and ", unread)} are set and not read in it",
        };
        return $"environment {environment} assumed, because none is given (--environment){rest}.";
    }

    // What an order with {ENVIRONMENT} in it would read elsewhere.
    private static HashSet<string> UnreadOf(
        string token,
        IEnumerable<string> secrets,
        IConfiguration configuration,
        EnvironmentVariables variables
    )
    {
        var orders = secrets
            .SelectMany(secret =>
                (string?[])
                    [
                        configuration[$"WsAuth:Secrets:{secret}:Order"]
                            ?? BuiltInOrders.Find(secret.ToLowerInvariant()),
                        configuration[$"WsAuth:Secrets:{secret}:Previous"],
                    ]
            )
            .OfType<string>()
            .SelectMany(order => order.Split(['>', ',', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Where(source => source.Contains("env:", StringComparison.Ordinal))
            .Select(source => source[(source.LastIndexOf(':') + 1)..])
            .ToList();
        var read = orders.Select(name => name.Replace(Placeholder, token, StringComparison.Ordinal)).ToHashSet();
        return
        [
            .. orders
                .Select(name => name.Split(Placeholder))
                .Where(parts => parts.Length == 2)
                .SelectMany(parts =>
                    variables
                        .All.Where(variable =>
                            variable.Value.Length > 0
                            && variable.Key.Length > parts[0].Length + parts[1].Length
                            && variable.Key.StartsWith(parts[0], StringComparison.Ordinal)
                            && variable.Key.EndsWith(parts[1], StringComparison.Ordinal)
                        )
                        .Select(variable => variable.Key)
                )
                .Where(name => !read.Contains(name)),
        ];
    }
}
