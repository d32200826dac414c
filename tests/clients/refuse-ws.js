// A server of Node's ws and jsonwebtoken that refuses what does not verify, in the ways that applications do it.
// Input: SECRET. Prints its port, and ends when its input does. /verify refuses by verifyClient, /code by verifyClient with a status of its own,
// /message with the library's words, /upgrade by hand on the upgrade event, /close and /fault accept first and close with 4401 and 1011.
// With an argument it is a server of ws alone, with that as its path option.
'use strict';

const http = require('http');
const jsonwebtoken = require('jsonwebtoken');
const WebSocket = require('ws');

const complaint = (request) => {
  try {
    jsonwebtoken.verify((request.headers.authorization ?? '').replace('Bearer ', ''), process.env.SECRET, {
      algorithms: ['HS256'],
    });
    return undefined;
  } catch (fault) {
    return fault.message;
  }
};
const isValid = (request) => complaint(request) === undefined;

const open = (options) => new WebSocket.Server({ noServer: true, ...options });
const servers = {
  '/verify': open({ verifyClient: ({ req }) => isValid(req) }),
  '/code': open({ verifyClient: ({ req }, done) => (isValid(req) ? done(true) : done(false, 403)) }),
  '/message': open({
    verifyClient: ({ req }, done) => (isValid(req) ? done(true) : done(false, 401, complaint(req))),
  }),
  '/upgrade': open({}),
  '/fault': open({}),
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
      opened.close(...(request.url === '/fault' ? [1011, complaint(request)] : [4401, 'jwt expired']));
    }
  });
});
const path = process.argv[2];
const listening = path ? new WebSocket.Server({ host: '127.0.0.1', port: 0, path }) : server.listen(0, '127.0.0.1');
listening.on('listening', () => console.log(listening.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
