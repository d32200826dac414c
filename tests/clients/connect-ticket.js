// Fetches a connection ticket by POST, connects with it through ws, sends a ping and prints what came of it as one line of JSON.
// Input by environment variables: TICKETS (the URL that issues them), URL (the WebSocket), TOKEN (what the ticket is bought with) and
// PLACE, where the ticket stands: query, subprotocol, first.
'use strict';

const WebSocket = require('ws');

const ping = '{"type":"ping"}';
const place = process.env.PLACE;

const finish = (outcome) => {
  console.log(JSON.stringify(outcome));
  process.exit(0);
};

const fetchTicket = async () => {
  const answer = await fetch(process.env.TICKETS, {
    method: 'POST',
    headers: { authorization: `Bearer ${process.env.TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ path: new URL(process.env.URL).pathname }),
  });
  if (!answer.ok) {
    finish({ opened: false, status: answer.status, reason: answer.headers.get('x-wsauth-reason') });
  }
  return answer.json();
};

const connect = ({ ticket, path }) => {
  const url = place === 'query' ? new URL(path, process.env.URL) : new URL(process.env.URL);
  const socket = new WebSocket(url, place === 'subprotocol' ? ['chat.v1', `ticket.${ticket}`] : []);
  socket.on('open', () => socket.send(place === 'first' ? JSON.stringify({ action: 'auth', ticket }) : ping));
  socket.on('message', (data) => {
    if (data.toString() === '{"action":"auth_ok"}') {
      socket.send(ping);
    } else {
      finish({ opened: true, answer: data.toString(), protocol: socket.protocol });
    }
  });
  socket.on('close', (code) => finish({ opened: true, closed: code }));
  // The message may quote the URL; the code does not.
  socket.on('error', (error) => finish({ opened: false, thrown: error.code ?? error.name }));
  socket.on('unexpected-response', (_, response) =>
    finish({ opened: false, status: response.statusCode, reason: response.headers['x-wsauth-reason'] }),
  );
};

fetchTicket().then(connect, (error) => finish({ opened: false, thrown: error.code ?? error.name }));
