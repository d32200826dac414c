using WsAuth.Tokens.Ticket;

namespace WsAuth.Options;

/// <summary>Checks the section <c>WsAuth:Tickets</c>.</summary>
internal static class TicketOptionsCheck
{
    private const int MostPerPrincipal = 1000;

    public static void AddFaults(TicketOptions tickets, string section, List<string> faults)
    {
        if (tickets.Lifetime < TimeSpan.FromSeconds(1) || tickets.Lifetime > TicketOptions.LongestLifetime)
        {
            faults.Add(
                $"{section}:Lifetime has to lie between one second and {TicketOptions.LongestLifetime:c}; the default is 00:00:30."
            );
        }

        if (tickets.PerPrincipal is < 1 or > MostPerPrincipal)
        {
            faults.Add($"{section}:PerPrincipal has to lie between 1 and {MostPerPrincipal}; the default is 5.");
        }

        if (TicketPath.FindFault(tickets.Path) is { } fault)
        {
            faults.Add($"{section}:Path {fault}; the default is /ws.");
        }

        if (
            tickets.PublicBase is { } text
            && (
                !Uri.TryCreate(text, UriKind.Absolute, out var url)
                || url.Scheme is not ("ws" or "wss")
                || url.AbsolutePath != "/"
                || url.Query.Length > 0
                || url.Fragment.Length > 0
                || url.UserInfo.Length > 0
            )
        )
        {
            faults.Add(
                $"{section}:PublicBase has to be a ws or wss URL without a path, for example wss://api.example."
            );
        }
    }
}
