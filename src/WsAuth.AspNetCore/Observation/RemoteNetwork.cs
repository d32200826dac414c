using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace WsAuth.AspNetCore.Observation;

/// <summary>Who counts as one caller: an IPv4 address, or an IPv6 /64 network, of which every subscriber has at least one.</summary>
internal readonly record struct RemoteNetwork(AddressFamily Family, ulong Prefix)
{
    public static RemoteNetwork Of(IPAddress? address)
    {
        if (address is null)
        {
            return default;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(bytes, out _);
        return new RemoteNetwork(address.AddressFamily, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    /// <summary>The address, or the network and its length.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Prefix);
        return Family switch
        {
            AddressFamily.Unspecified => "an unknown address",
            AddressFamily.InterNetworkV6 => $"{new IPAddress(bytes)}/64",
            _ => new IPAddress(bytes[..4]).ToString(),
        };
    }
}
