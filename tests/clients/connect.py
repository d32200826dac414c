# Connects with websockets, sends a ping and prints what came of it as one line of JSON.
# Input by environment variables: URL and TOKEN.
import asyncio
import json
import os

import websockets

PING = '{"type":"ping"}'


async def connect():
    token = os.environ.get("TOKEN")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    # The parameter was renamed in websockets 14.
    name = "extra_headers" if int(websockets.version.version.split(".")[0]) < 14 else "additional_headers"
    try:
        async with websockets.connect(os.environ["URL"], **{name: headers}) as socket:
            await socket.send(PING)
            return {"opened": True, "answer": await socket.recv()}
    except websockets.exceptions.InvalidHandshake as refusal:
        answer = getattr(refusal, "response", refusal)
        return {
            "opened": False,
            "status": answer.status_code,
            "reason": answer.headers.get("X-WsAuth-Reason"),
            "attempt": answer.headers.get("X-WsAuth-Attempt"),
        }


print(json.dumps(asyncio.run(connect())))
