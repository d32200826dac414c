using WsAuth.Testing;
using Xunit;

namespace Chat.Tests;

/// <summary>A test with a real Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Programs.ChromiumMissing;
}

/// <summary>As <see cref="ChromiumFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = Programs.ChromiumMissing;
}
