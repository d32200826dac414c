// Connects with wsauth.mjs to a real server, sends a ping when the socket is open, and prints what came of it as one line of JSON.
// Input by environment variables: URL; TOKEN; TICKETS, the URL where the token buys a ticket, or nothing: then the token itself goes
// into a sub-protocol. With REFRESH, which is a token too, the open socket is refreshed first. CLIENT is ws, or browser: Node's own WebSocket, which hides refusals as browsers do.
import { connect, fetchTicket } from '../../src/js/wsauth.mjs';
import Ws from 'ws';

const { URL: url, TOKEN: token, TICKETS: tickets, REFRESH: fresh, CLIENT: client } = process.env;
const states = [];
const finish = (outcome) => {
  console.log(JSON.stringify({ states, ...outcome }));
  process.exit(0);
};

const link = connect({
  url,
  credential: () => (tickets ? fetchTicket(tickets, { path: '/ws', token }) : { token }),
  refresh: fresh ? () => ({ token: fresh }) : undefined,
  onrefresh: ({ text }) => {
    states.push(text);
    link.send('{"type":"ping"}');
  },
  onopen: () => fresh || link.send('{"type":"ping"}'),
  setTimeout: fresh ? (run, milliseconds) => setTimeout(run, milliseconds / 20) : setTimeout, // it is due after 5 s
  onmessage: ({ data }) => {
    link.close();
    finish({ answer: String(data) });
  },
  onstate: ({ phase, text, end }) => {
    states.push(text);
    if (phase === 'stopped' || phase === 'waiting') finish({ reason: end.reason, attempt: end.attempt });
  },
  WebSocket: client === 'ws' ? Ws : globalThis.WebSocket,
});
