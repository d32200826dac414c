# A server of Python's websockets that verifies JWTs by PyJWT in process_request, and says as little. Input: SECRET. Prints its port, and ends when its
# input does. /ws reads the Authorization header, /query the parameter access_token, /token the parameter token; a missing credential is a bare 403, a
# bad one a bare 401. /hang never answers; /close/<code> accepts first and closes with that code; elsewhere there is nothing: 404.
import asyncio
import os
import sys
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

import jwt
import websockets

try:
    from websockets.legacy.server import serve
except ImportError:
    from websockets.server import serve


def token_of(path, headers):
    url = urlsplit(path)
    query = parse_qs(url.query)
    return {
        "/ws": headers.get("Authorization", "").removeprefix("Bearer "),
        "/query": query.get("access_token", [""])[0],
        "/token": query.get("token", [""])[0],
    }.get(url.path)


async def check(path, headers):
    if path == "/hang":
        await asyncio.Event().wait()
    if path.startswith("/close/"):
        return None
    token = token_of(path, headers)
    if token is None:
        return (HTTPStatus.NOT_FOUND, [], b"")
    if token == "":
        return (HTTPStatus.FORBIDDEN, [], b"")
    try:
        jwt.decode(token, os.environ["SECRET"], ["HS256"], options={"verify_aud": False})
    except jwt.InvalidTokenError:
        return (HTTPStatus.UNAUTHORIZED, [], b"")
    return None


async def handle(socket, path):
    path = urlsplit(path).path
    if path.startswith("/close/"):
        code = int(path.rsplit("/", 1)[1])
        await socket.close(code, "Policy Violation" if code == 1008 else "")
    await socket.wait_closed()


async def main():
    async with serve(handle, "127.0.0.1", 0, process_request=check) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        # Handshakes that hang are not waited for.
        os._exit(0)


asyncio.run(main())
