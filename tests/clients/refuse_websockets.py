# A server of Python's websockets that refuses. Prints its port, and ends when its input does. /forbidden and /jwt
# refuse in process_request, /closing accepts first and closes with 1008; elsewhere the origin decides.
import asyncio
import secrets
import sys
from http import HTTPStatus

import jwt
import websockets

try:
    from websockets.legacy.server import serve
except ImportError:
    from websockets.server import serve


async def refuse(path, _):
    if path == "/jwt":
        try:
            jwt.decode(jwt.encode({}, secrets.token_hex(32), "HS256"), secrets.token_hex(32), ["HS256"])
        except jwt.InvalidTokenError as fault:
            return (HTTPStatus.UNAUTHORIZED, [], f"{type(fault).__name__}: {fault}\n".encode())
    return (HTTPStatus.FORBIDDEN, [], b"") if path == "/forbidden" else None


async def handle(socket, path):
    if path == "/closing":
        await socket.close(1008, "token required")
    await socket.wait_closed()


async def main():
    async with serve(
        handle, "127.0.0.1", 0, process_request=refuse, origins=[None, "https://app.example"]
    ) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
