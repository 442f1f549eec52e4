"""An application that tells a socket more than anybody reads, for a web server that has to bound it."""

import asyncio

WORD, MOST = "x" * 8_192, 4_096  # 32 MB


async def application(scope, receive, send):
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    gone = asyncio.ensure_future(receive())
    for _ in range(MOST):
        if gone.done():
            return
        await send({"type": "websocket.send", "text": WORD})
        await asyncio.sleep(0.001)
    await gone
