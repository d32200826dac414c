using Xunit;

namespace WsAuth.Testing;

/// <summary>A test with a real Python client.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = Programs.PythonMissing;
}

/// <summary>As <see cref="PythonFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute() => Skip = Programs.PythonMissing;
}
