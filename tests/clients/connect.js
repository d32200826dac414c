// Connects with ws, sends a ping and prints what came of it as one line of JSON.
// Input by environment variables: URL, and either AUTHORIZATION (the header as it is) or TOKEN; PLACE says where the token
// stands: header (or nothing), query, subprotocol, first. ORIGIN is what a browser would send. PARAMETER names another parameter.
'use strict';

const WebSocket = require('ws');

const ping = '{"type":"ping"}';
const headers = {};
if (process.env.AUTHORIZATION) {
  headers.Authorization = process.env.AUTHORIZATION;
} else if (process.env.TOKEN && (process.env.PLACE ?? 'header') === 'header') {
  headers.Authorization = `Bearer ${process.env.TOKEN}`;
}
if (process.env.ORIGIN) {
  headers.Origin = process.env.ORIGIN;
}

const url = new URL(process.env.URL);
if (process.env.PLACE === 'query') {
  url.searchParams.set(process.env.PARAMETER ?? 'access_token', process.env.TOKEN);
}
const protocols = process.env.PLACE === 'subprotocol' ? ['chat.v1', `bearer.${process.env.TOKEN}`] : [];

const outcome = { opened: false };
const finish = (more) => {
  console.log(JSON.stringify({ ...outcome, ...more }));
  process.exit(0);
};

let socket;
try {
  socket = new WebSocket(url, protocols, { headers });
} catch (error) {
  // The message may quote the header; the code does not.
  finish({ thrown: error.code ?? error.name });
}

socket.on('open', () => {
  outcome.opened = true;
  outcome.protocol = socket.protocol;
  socket.send(process.env.PLACE === 'first' ? JSON.stringify({ action: 'auth', token: process.env.TOKEN }) : ping);
});
socket.on('message', (data) => {
  if (data.toString() === '{"action":"auth_ok"}') {
    socket.send(ping);
  } else {
    finish({ answer: data.toString() });
  }
});
socket.on('close', (code, text) => finish({ closed: code, text: text.toString() }));
socket.on('error', (error) => finish({ thrown: error.code ?? error.name }));
socket.on('unexpected-response', (_, response) => {
  const body = [];
  response.on('data', (piece) => body.push(piece));
  response.on('end', () =>
    finish({
      status: response.statusCode,
      reason: response.headers['x-wsauth-reason'],
      attempt: response.headers['x-wsauth-attempt'],
      body: Buffer.concat(body).toString(),
    }),
  );
});
