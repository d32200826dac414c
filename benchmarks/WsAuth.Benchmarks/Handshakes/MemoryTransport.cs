using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace WsAuth.Benchmarks.Handshakes;

/// <summary>
/// Connections to Kestrel that never leave the process. A loopback connection costs the kernel some hundred microseconds, a hundred
/// times what is looked for; without them the difference between two paths stands out of the noise.
/// </summary>
internal sealed class MemoryTransport : IConnectionListenerFactory, IConnectionListener
{
    private readonly Channel<ConnectionContext> _connections = Channel.CreateUnbounded<ConnectionContext>();
    private long _count;

    public EndPoint EndPoint { get; private set; } = null!;

    /// <summary>One whole connection: a request, and what follows until the server ends it; answers the status.</summary>
    public async Task<int> VisitAsync(byte[] request)
    {
        var toServer = new Pipe(new PipeOptions(useSynchronizationContext: false));
        var toClient = new Pipe(new PipeOptions(useSynchronizationContext: false));
        var server = new Duplex(toServer.Reader, toClient.Writer);
        var client = new Duplex(toClient.Reader, toServer.Writer);
        var connection = new Connection($"memory-{_count++}", server, client)
        {
            LocalEndPoint = EndPoint,
            RemoteEndPoint = EndPoint,
        };
        await _connections.Writer.WriteAsync(connection);
        await client.Output.WriteAsync(request);
        var status = 0;
        while (true)
        {
            var answer = await client.Input.ReadAsync();
            if (status == 0 && answer.Buffer.Length >= 12)
            {
                var digits = answer.Buffer.FirstSpan[9..12];
                status = ((digits[0] - '0') * 100) + ((digits[1] - '0') * 10) + (digits[2] - '0');
            }

            client.Input.AdvanceTo(answer.Buffer.End);
            if (answer.IsCompleted)
            {
                client.Output.Complete();
                client.Input.Complete();
                return status;
            }
        }
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return new(this);
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _connections.Reader.WaitToReadAsync(cancellationToken) && _connections.Reader.TryRead(out var connection)
            ? connection
            : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _connections.Writer.TryComplete();
        return default;
    }

    public ValueTask DisposeAsync() => default;

    private sealed class Connection(string id, IDuplexPipe server, IDuplexPipe client)
        : DefaultConnectionContext(id, server, client)
    {
        // The server is done with it; the client has to see that.
        public override ValueTask DisposeAsync()
        {
            Transport.Input.Complete();
            Transport.Output.Complete();
            return base.DisposeAsync();
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
