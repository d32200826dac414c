using WsAuth.Credentials;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Configuration;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Doctor.Credentials;

/// <summary>Chooses what the handshakes carry: what was given, what was asked for, else a JWT where one can be minted.</summary>
internal static class CredentialSupplies
{
    public static async Task<CredentialSupply> OpenAsync(
        DoctorRequest request,
        ToolConsole console,
        CancellationToken cancellationToken
    )
    {
        if (request.Kind == DoctorKind.None)
        {
            return new NoSupply();
        }

        if (request.Kind == DoctorKind.Ticket && !request.TakesCredentialFromInput && request.TicketUrl is null)
        {
            throw ToolException.Usage(
                "A ticket is the server's own: give --ticket-url <url> to fetch one, or the ticket on standard input with --credential -."
            );
        }

        // Where tickets are fetched, the credential that is given buys them.
        var supply = request.TakesCredentialFromInput
            ? await GivenSupply
                .ReadAsync(request.TicketUrl is null ? request.Kind : null, console, cancellationToken)
                .ConfigureAwait(false)
            : Mint(request, console);
        return request.TicketUrl is null ? supply : new TicketSupply(supply, request, console.Clock);
    }

    private static CredentialSupply Mint(DoctorRequest request, ToolConsole console)
    {
        var isAsked = request.Kind is not null || request.TicketUrl is not null;
        var kind = request.Kind is null or DoctorKind.Ticket ? DoctorKind.Jwt : request.Kind.Value;
        MintedSupply? supply = null;
        // A file that was named and cannot be read is told as that, and not as a credential that is missing.
        var isNamed = request.Configuration.ConfigurationFiles.Count > 0 || request.Configuration.EnvFiles.Count > 0;
        var isOpen = false;
        try
        {
            var source = ConfigurationSource.Open(request.Configuration, console);
            isOpen = true;
            supply = new MintedSupply(source, request, kind);
            supply.Mint(CredentialLocations.AuthorizationHeader);
            return supply;
        }
        catch (ToolException fault) when (!isAsked && fault.ExitCode == ExitCode.Unreadable && (isOpen || !isNamed))
        {
            supply?.Dispose();
            return new NoSupply(fault.Message);
        }
        catch
        {
            supply?.Dispose();
            throw;
        }
    }
}
