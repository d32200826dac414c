// Starts the Chat as its README line says, on a free port; signs in, buys a ticket, connects, hears its own message, and ends the server.
import { spawn } from 'node:child_process';
import { WebSocket } from 'ws';
import { connect, fetchTicket } from '../../src/js/wsauth.mjs';

const root = new URL('../../', import.meta.url);
const server = spawn('dotnet', ['run', '--no-build', '--project', 'samples/Chat', '--', '--urls', 'http://127.0.0.1:0'], { cwd: root, detached: true });
const end = (code, text) => {
  clearTimeout(limit);
  console.log(text);
  process.kill(-server.pid);
  server.on('exit', () => process.exit(code));
};
const limit = setTimeout(() => end(1, `The Chat did not answer in time.\n${said}`), 90_000);
let said = '';
server.stderr.on('data', (text) => { said += text; });
server.stdout.on('data', async (text) => {
  const isKnown = said.includes('listening on');
  said += text;
  const address = /listening on: (http:\S+)/.exec(said)?.[1];
  if (isKnown || !address) return;
  try {
    await talk(address);
  } catch (error) {
    end(1, error.message);
  }
});

async function talk(address) {
  for (const path of ['/', '/chat.js', '/chat.css', '/wsauth.mjs']) {
    if (!(await fetch(address + path)).ok) throw new Error(`${path} is not served`);
  }
  const body = JSON.stringify({ name: 'Ada', seconds: 60 });
  const { token } = await (await fetch(`${address}/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).json();
  const link = connect({
    url: `${address}/ws`,
    credential: () => fetchTicket(`${address}/auth/ws-ticket`, { path: '/ws', token }),
    WebSocket,
    onopen: () => link.send('Good morning'),
    onmessage: ({ data }) => {
      if (!data.includes('Good morning')) return;
      link.close();
      end(0, 'The Chat is served, lets in by a ticket and tells what is said.');
    },
    onstate: ({ phase, text }) => phase === 'stopped' && end(1, text),
  });
}
