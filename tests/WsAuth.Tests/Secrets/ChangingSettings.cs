using Microsoft.Extensions.Configuration;

namespace WsAuth.Tests.Secrets;

/// <summary>Settings in memory that can be changed and taken away, as a configuration server's are.</summary>
internal sealed class ChangingSettings : ConfigurationProvider, IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public void Put(string key, string? value)
    {
        if (value is null)
        {
            Data.Remove(key);
        }
        else
        {
            Data[key] = value;
        }
    }
}
