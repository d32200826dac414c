// Connects to a hub with @microsoft/signalr, asks it who the caller is, and prints what came of it as one line of JSON.
// Input by environment variables: URL, TOKEN; TRANSPORT: WebSockets (or nothing), ServerSentEvents, LongPolling,
// or any: the library's own choice. AS=browser is a page's client:
// it puts the token of a socket into the query, and ORIGIN is the page's. DIRECT=1 skips the negotiation, STAY=1 waits until the server closes.
'use strict';

const isPage = process.env.AS === 'browser';
if (isPage) {
  // What the library tells a browser by.
  Object.defineProperty(process, 'release', { value: {} });
  globalThis.window = { document: { addEventListener() {}, removeEventListener() {} } };
}

const signalR = require('@microsoft/signalr');
const EventSource = require('eventsource');
const WebSocket = require('ws');

let closing = {};

// A socket of one's own sees every close; what the library tells of one that comes before its own handshake is a matter of timing.
class PageSocket extends WebSocket {
  constructor(url) {
    super(url, { headers: process.env.ORIGIN ? { Origin: process.env.ORIGIN } : {} });
    closing = new Promise((resolve) => this.on('close', (code, text) => resolve({ closed: code, text: `${text}` })));
  }
}

const connection = new signalR.HubConnectionBuilder()
  .withUrl(process.env.URL, {
    accessTokenFactory: () => process.env.TOKEN,
    transport: signalR.HttpTransportType[process.env.TRANSPORT ?? 'WebSockets'], // undefined for any
    skipNegotiation: process.env.DIRECT === '1',
    ...(isPage ? { WebSocket: PageSocket, EventSource } : {}),
  })
  .configureLogging(signalR.LogLevel.None)
  .build();

const outcome = { opened: false };
const finish = (more) => {
  console.log(JSON.stringify({ ...outcome, ...more }));
  process.exit(0);
};

// All that the library tells is the text of an error; a refused negotiation's holds the body of the answer.
const read = async (error) => {
  const text = error?.message ?? String(error);
  const refused = /: Error: (\{.*\}): Status code '(\d+)'/s.exec(text);
  if (refused) {
    const body = JSON.parse(refused[1]);
    return { status: Number(refused[2]), reason: body.reason, attempt: body.attempt, body: refused[1] };
  }
  const closed = /closed with status code: (\d+) \((.*)\)/.exec(text);
  return closed ? { closed: Number(closed[1]), text: closed[2] } : { thrown: text, ...(await closing) };
};

(async () => {
  connection.onclose(async (error) => finish(await read(error)));
  try {
    await connection.start();
    outcome.opened = true;
    outcome.answer = await connection.invoke('WhoAmI');
  } catch (error) {
    finish(await read(error));
  }
  if (process.env.STAY === '1') {
    await connection.send('Stay');
  } else {
    finish({});
  }
})();
