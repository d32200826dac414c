using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WsAuth.Options;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Registration;

/// <summary>
/// Raises the host's own lines that quote a request before any middleware can act to Warning, for every provider and whatever other
/// rules say: malformed lines and headers (<c>Invalid request header: 'Authorization: …'</c>, at Debug) always, request lines
/// (<c>Request starting … ?access_token=…</c>) where credentials may stand in the query.
/// </summary>
internal sealed class HostRequestLogFilter(IOptionsFactory<WsAuthOptions> options, RequiredKinds required)
    : IPostConfigureOptions<LoggerFilterOptions>
{
    private const string BadRequests = "Microsoft.AspNetCore.Server.Kestrel.BadRequests";
    private const string RequestLines = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public void PostConfigure(string? name, LoggerFilterOptions filters)
    {
        var providers = filters.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList();
        Raise(filters, providers, BadRequests);
        if (IsQueryRead())
        {
            Raise(filters, providers, RequestLines);
        }
    }

    private static void Raise(LoggerFilterOptions filters, List<string?> providers, string category)
    {
        foreach (var provider in providers)
        {
            filters.Rules.Add(new LoggerFilterRule(provider, category, LogLevel.Warning, null));
        }
    }

    // Read anew, since a reload may switch the query on. Loggers are made before the options are validated: what is wrong with
    // them is said elsewhere, and until then nothing is shown.
    private bool IsQueryRead()
    {
        try
        {
            var query = options.Create(Microsoft.Extensions.Options.Options.DefaultName).Query;
            return query.AccessToken || (query.Ticket && required.Accepts(TokenKind.Ticket));
        }
        catch (Exception)
        {
            return true;
        }
    }
}
