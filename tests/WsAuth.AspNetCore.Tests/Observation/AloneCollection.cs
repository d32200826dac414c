using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>Tests that measure what belongs to the whole process, run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone in the process";
}
