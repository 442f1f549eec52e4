// The same floor in Node, without any package: what one socket says is written to all.
const { createHash } = require("crypto")
const http = require("http")

const everybody = new Set()
const server = http.createServer()
server.on("upgrade", (request, socket) => {
  const key = request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
  const accept = createHash("sha1").update(key).digest("base64")
  socket.setNoDelay(true)
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
  everybody.add(socket)
  socket.on("data", (data) => {
    const said = data.subarray(6, 6 + (data[1] & 127)) // masked with nothing, and short: it is our own client
    const frame = Buffer.concat([Buffer.from([0x81, said.length]), said])
    for (const one of everybody) one.write(frame)
  })
  socket.on("error", () => {})
  socket.on("close", () => everybody.delete(socket))
})
server.listen({ port: Number(process.argv[2]), host: "127.0.0.1", backlog: 2048 })
