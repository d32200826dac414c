// A server of Node's ws and jsonwebtoken that refuses what does not verify, in the ways that applications do it.
// Input: SECRET. Prints its port, and ends when its input does. /verify refuses by verifyClient, /code by verifyClient with a status of its own,
// /upgrade by hand on the upgrade event, /close accepts first and closes with 4401.
'use strict';

const http = require('http');
const jsonwebtoken = require('jsonwebtoken');
const WebSocket = require('ws');

const isValid = (request) => {
  try {
    jsonwebtoken.verify((request.headers.authorization ?? '').replace('Bearer ', ''), process.env.SECRET, {
      algorithms: ['HS256'],
    });
    return true;
  } catch {
    return false;
  }
};

const open = (options) => new WebSocket.Server({ noServer: true, ...options });
const servers = {
  '/verify': open({ verifyClient: ({ req }) => isValid(req) }),
  '/code': open({ verifyClient: ({ req }, done) => (isValid(req) ? done(true) : done(false, 403)) }),
  '/upgrade': open({}),
  '/close': open({}),
};

const server = http.createServer((_, response) => response.writeHead(404).end());
server.on('upgrade', (request, socket, head) => {
  if (request.url === '/upgrade' && !isValid(request)) {
    socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    return;
  }
  servers[request.url].handleUpgrade(request, socket, head, (opened) => {
    if (!isValid(request)) {
      opened.close(4401, 'jwt expired');
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
