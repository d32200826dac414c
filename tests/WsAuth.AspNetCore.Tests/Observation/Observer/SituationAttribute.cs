namespace WsAuth.AspNetCore.Tests.Observation.Observer;

/// <summary>Names a row of docs/troubleshooting.md that a test provokes by itself, outside of the tables of situations.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class SituationAttribute(string name) : Attribute
{
    public string Name => name;
}
