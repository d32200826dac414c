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
}
