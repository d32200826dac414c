using WsAuth.Secrets.Sources;

namespace WsAuth.Secrets;

/// <summary>What an operator is to do where no source gives a value.</summary>
internal static class SecretAdvice
{
    /// <summary>Every source of an order is absent or empty.</summary>
    public static string Absent(
        NamedSecretSettings settings,
        SecretSourceContext context,
        IEnumerable<SecretSourceRow> rows
    )
    {
        var looked = string.Join(", ", rows.Select(row => $"{row.Source} ({row.StateName})"));
        var fix = RealSources(settings).FirstOrDefault() ?? "another source";
        return $"Secret '{settings.Name}' has no value in environment {context.EnvironmentName}: looked at {looked}.{OtherNames(settings, context)} Set {fix}, or change WsAuth:Secrets:{settings.Name}:Order.";
    }

    /// <summary>A development default stands where there may be none.</summary>
    public static string InsteadOfDevelopmentDefault(NamedSecretSettings settings, SecretSourceContext context)
    {
        var sources = RealSources(settings);
        if (!settings.IsBuiltInOrder)
        {
            return $"; {(sources.Count == 0 ? "name another source in" : "remove it from")} WsAuth:Secrets:{settings.Name}:Order";
        }

        return $"; set {string.Join(" or ", sources)}.{OtherNames(settings, context)}".TrimEnd('.');
    }

    private static List<string> RealSources(NamedSecretSettings settings) =>
        [
            .. settings
                .Order.Where(entry => entry.Source is not (DevelopmentDefaultSource or EphemeralSource))
                .Select(entry => entry.Name),
        ];

    private static string OtherNames(NamedSecretSettings settings, SecretSourceContext context)
    {
        var read = settings.Order.Select(entry => entry.Source.Name).ToHashSet(StringComparer.Ordinal);
        var others = BuiltInOrders
            .OtherNames(settings.Name, SecretEnvironments.Token(context.EnvironmentName))
            .Distinct(StringComparer.Ordinal)
            .Where(variable =>
                !read.Contains("env:" + variable) && !string.IsNullOrWhiteSpace(context.Variables.Get(variable))
            )
            .ToList();
        return others.Count == 0
            ? ""
            : $" The variable {string.Join(", ", others)} is set, but is not in the order and is never read: rename it, or add env:{others[0]} to the order.";
    }
}
