using Microsoft.Extensions.Options;
using WsAuth.Secrets;

namespace Gateway;

/// <summary>Runs until it is stopped; a configuration that cannot work is one message, not a stack trace.</summary>
internal static class GatewayRun
{
    public static async Task<int> RunUntilStoppedAsync(this WebApplication app)
    {
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (exception is SecretConfigurationException or OptionsValidationException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }
}
