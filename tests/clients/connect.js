// Connects with ws, sends a ping and prints what came of it as one line of JSON.
// Input by environment variables: URL, and either AUTHORIZATION (the header as it is) or TOKEN.
'use strict';

const WebSocket = require('ws');

const ping = '{"type":"ping"}';
const headers = {};
if (process.env.AUTHORIZATION) {
  headers.Authorization = process.env.AUTHORIZATION;
} else if (process.env.TOKEN) {
  headers.Authorization = `Bearer ${process.env.TOKEN}`;
}

const outcome = { opened: false };
const finish = (more) => {
  console.log(JSON.stringify({ ...outcome, ...more }));
  process.exit(0);
};

let socket;
try {
  socket = new WebSocket(process.env.URL, { headers });
} catch (error) {
  // The message may quote the header; the code does not.
  finish({ thrown: error.code ?? error.name });
}

socket.on('open', () => {
  outcome.opened = true;
  socket.send(ping);
});
socket.on('message', (data) => finish({ answer: data.toString() }));
socket.on('close', (code) => finish({ closed: code }));
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
