using WsAuth.Testing;
using Xunit;

namespace Chat.Tests;

/// <summary>Collections that may not run in parallel run after all others.</summary>
[CollectionDefinition(NothingLeaks.Collection, DisableParallelization = true)]
public sealed class LastCollection;

[Collection(NothingLeaks.Collection)]
public sealed class LeakTests : NothingLeaks;
