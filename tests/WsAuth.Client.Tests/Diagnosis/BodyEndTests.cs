using WsAuth.Client.Diagnosis;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Client.Tests.Diagnosis;

/// <summary>A server that keeps the connection open after its answer: where the body ends, nothing more is waited for.</summary>
public sealed class BodyEndTests
{
    [Theory]
    [InlineData("0\r\n\r\n")]
    [InlineData("2\r\nno\r\n0\r\n\r\n")]
    public async Task A_chunked_body_ends_with_its_last_chunk_even_where_that_is_the_first(string body)
    {
        await using var server = new ScriptedServer(
            async (_, stream) =>
            {
                await ScriptedServer.WriteAsync(
                    stream,
                    $"HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\n\r\n{body}"
                );
                await stream.CopyToAsync(Stream.Null);
            }
        );

        var diagnosis = await HandshakeDiagnosis
            .RunAsync(
                server.Url(),
                options =>
                {
                    options.ComparesPlainGet = false;
                    options.StepTimeout = TimeSpan.FromHours(1);
                }
            )
            .WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(401, diagnosis.Status);
    }
}
