using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WsAuth.Options;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Registration;

/// <summary>
/// Where credentials may stand in the query: raises the host's own request lines (<c>Request starting … ?access_token=…</c>, written
/// before any middleware can act) to Warning, for every provider and whatever other rules say.
/// </summary>
internal sealed class HostRequestLogFilter(IOptions<WsAuthOptions> options, RequiredKinds required)
    : IPostConfigureOptions<LoggerFilterOptions>
{
    private const string Category = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public void PostConfigure(string? name, LoggerFilterOptions filters)
    {
        if (!IsQueryRead())
        {
            return;
        }

        var providers = filters.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList();
        foreach (var provider in providers)
        {
            filters.Rules.Add(new LoggerFilterRule(provider, Category, LogLevel.Warning, null));
        }
    }

    // Loggers are made before the options are validated; options that are invalid stop the host a moment later.
    private bool IsQueryRead()
    {
        try
        {
            return options.Value.Query.AccessToken
                || (options.Value.Query.Ticket && required.Accepts(TokenKind.Ticket));
        }
        catch (OptionsValidationException)
        {
            return true;
        }
    }
}
