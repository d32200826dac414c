# Connects with websockets, sends a ping and prints what came of it as one line of JSON.
# Input by environment variables: URL and TOKEN; PLACE says where the token stands: header (or nothing), query, subprotocol, first.
import asyncio
import json
import os
from urllib.parse import quote

import websockets

PING = '{"type":"ping"}'


async def connect():
    token = os.environ.get("TOKEN")
    place = os.environ.get("PLACE", "header")
    headers = {"Authorization": f"Bearer {token}"} if token and place == "header" else {}
    url = os.environ["URL"] + (f"?access_token={quote(token)}" if place == "query" else "")
    protocols = ["chat.v1", f"bearer.{token}"] if place == "subprotocol" else None
    # The parameter was renamed in websockets 14.
    name = "extra_headers" if int(websockets.version.version.split(".")[0]) < 14 else "additional_headers"
    try:
        async with websockets.connect(url, subprotocols=protocols, **{name: headers}) as socket:
            if place == "first":
                await socket.send(json.dumps({"action": "auth", "token": token}))
                assert json.loads(await socket.recv()) == {"action": "auth_ok"}
            await socket.send(PING)
            return {"opened": True, "answer": await socket.recv(), "protocol": socket.subprotocol}
    except websockets.exceptions.InvalidHandshake as refusal:
        answer = getattr(refusal, "response", refusal)
        return {
            "opened": False,
            "status": answer.status_code,
            "reason": answer.headers.get("X-WsAuth-Reason"),
            "attempt": answer.headers.get("X-WsAuth-Attempt"),
        }


print(json.dumps(asyncio.run(connect())))
