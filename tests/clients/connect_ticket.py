# Fetches a connection ticket by POST, connects with it through websockets, sends a ping and prints what came of it as one line of JSON.
# Input by environment variables: TICKETS (the URL that issues them), URL (the WebSocket), TOKEN (what the ticket is bought with) and
# PLACE, where the ticket stands: query, subprotocol, first.
import asyncio
import json
import os
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import websockets

PING = '{"type":"ping"}'


def fetch_ticket(url):
    request = Request(
        os.environ["TICKETS"],
        data=json.dumps({"path": urlsplit(url).path}).encode(),
        headers={"Authorization": f"Bearer {os.environ['TOKEN']}", "Content-Type": "application/json"},
        method="POST",
    )
    with build_opener(ProxyHandler({})).open(request, timeout=30) as answer:
        return json.load(answer)


async def connect(answer, url, place):
    ticket = answer["ticket"]
    if place == "query":
        # The answer's path begins with a slash, and urljoin knows no ws scheme.
        parts = urlsplit(url)
        url = f"{parts.scheme}://{parts.netloc}{answer['path']}"
    protocols = ["chat.v1", f"ticket.{ticket}"] if place == "subprotocol" else None
    try:
        async with websockets.connect(url, subprotocols=protocols) as socket:
            if place == "first":
                await socket.send(json.dumps({"action": "auth", "ticket": ticket}))
                assert json.loads(await socket.recv()) == {"action": "auth_ok"}
            await socket.send(PING)
            return {"opened": True, "answer": await socket.recv(), "protocol": socket.subprotocol}
    except websockets.exceptions.ConnectionClosed as closed:
        return {"opened": True, "closed": closed.rcvd.code if closed.rcvd else None}
    except websockets.exceptions.InvalidHandshake as refusal:
        answer = getattr(refusal, "response", refusal)
        return {"opened": False, "status": answer.status_code, "reason": answer.headers.get("X-WsAuth-Reason")}


def run():
    url = os.environ["URL"]
    try:
        answer = fetch_ticket(url)
    except HTTPError as refusal:
        return {"opened": False, "status": refusal.code, "reason": refusal.headers.get("X-WsAuth-Reason")}
    return asyncio.run(connect(answer, url, os.environ["PLACE"]))


print(json.dumps(run()))
