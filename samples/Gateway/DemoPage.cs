using System.Text.Json;

namespace Gateway;

/// <summary>Prints what came of each handshake, for people or, under <c>--log-json</c>, as one JSON object a line.</summary>
internal sealed class DemoPage(bool asJson)
{
    public void Open(Uri address)
    {
        if (!asJson)
        {
            Console.WriteLine(
                $"{Environment.NewLine}Handshakes against {address}. 'ok' is an expected outcome; most are refusals."
            );
        }
    }

    public void Add(string name, bool isExpected, string client, string server)
    {
        if (asJson)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        handshake = name,
                        expected = isExpected,
                        client,
                        server,
                    }
                )
            );
            return;
        }

        Console.WriteLine($"{Environment.NewLine}{(isExpected ? "ok " : "?? ")} {name}");
        Console.WriteLine($"     client  {client}");
        Console.WriteLine($"     server  {server}");
    }

    public void Close(int failures)
    {
        if (!asJson)
        {
            Console.WriteLine(
                $"{Environment.NewLine}{(failures == 0 ? "Every handshake ended as expected." : $"{failures} handshakes did not end as expected.")}"
            );
        }
    }
}
