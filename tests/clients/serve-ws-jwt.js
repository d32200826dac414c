// A server of Node's ws that verifies JWTs by jsonwebtoken on the upgrade event, as the README of ws does it, and says as little. Input: SECRET.
// Prints its port, and ends when its input does. /ws reads the Authorization header, /query the parameter access_token, /token the parameter token;
// a missing credential is a bare 403, a bad one a bare 401. /hang never answers; /close/<code> accepts first and closes with that code; what is elsewhere
// is dropped without an answer. Other requests are the website's: 404.
'use strict';

const http = require('http');
const jsonwebtoken = require('jsonwebtoken');
const WebSocket = require('ws');

const sockets = new WebSocket.Server({ noServer: true });
const refuse = (socket, status) => socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n\r\n`);
const isValid = (token) => {
  try {
    return Boolean(jsonwebtoken.verify(token, process.env.SECRET, { algorithms: ['HS256'] }));
  } catch {
    return false;
  }
};
const readers = {
  '/ws': (request) => request.headers.authorization?.replace(/^Bearer /, ''),
  '/query': (_, query) => query.get('access_token'),
  '/token': (_, query) => query.get('token'),
};

const server = http.createServer((_, response) => response.writeHead(404).end());
server.on('upgrade', (request, socket, head) => {
  socket.on('error', () => socket.destroy());
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const accept = (then) => sockets.handleUpgrade(request, socket, head, then);
  const code = /^\/close\/(\d{4})$/.exec(pathname)?.[1];
  if (pathname === '/hang') {
    return;
  }
  if (code) {
    accept((opened) => opened.close(Number(code), code === '1008' ? 'Policy Violation' : ''));
  } else if (readers[pathname]) {
    const token = readers[pathname](request, searchParams);
    if (!token) {
      refuse(socket, 403);
    } else if (!isValid(token)) {
      refuse(socket, 401);
    } else {
      accept(() => {});
    }
  } else {
    socket.destroy();
  }
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
