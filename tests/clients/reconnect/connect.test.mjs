// connect() of wsauth.mjs against sockets, timers and answers that are written down.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, fetchTicket, policy } from '../../../src/js/wsauth.mjs';
import { createWorld, json } from './world.mjs';

test('opens with a ticket and an attempt id in the URL', async () => {
  const world = createWorld();
  const heard = [];
  const link = connect(world.options({ onmessage: ({ data }) => heard.push(data) }));
  await world.pass(0);
  const [socket] = world.sockets;
  socket.opens();
  socket.says('hello');
  link.send('hi');

  assert.match(socket.url.href, /^wss:\/\/api\.example\/ws\?room=blue&wsauth_attempt=[0-9a-f]{32}&ticket=t1$/);
  assert.deepEqual([heard, socket.sent, world.texts], [['hello'], ['hi'], ['connecting', 'open']]);
});

test('a token goes into a sub-protocol, the query or the first message', async () => {
  for (const [place, protocols, query, sent] of [
    [undefined, ['chat', 'bearer.abc'], null, []],
    ['query', ['chat'], 'abc', []],
    ['first', ['chat'], null, ['{"action":"auth","token":"abc"}']],
  ]) {
    const world = createWorld();
    connect(world.options({ place, protocols: ['chat'], credential: () => ({ token: 'abc' }) }));
    await world.pass(0);
    const [socket] = world.sockets;
    socket.opens();
    assert.deepEqual([socket.protocols, socket.url.searchParams.get('access_token'), socket.sent], [protocols, query, sent]);
  }
});

test('a credential is never the only sub-protocol, since its own is never echoed', async () => {
  for (const [protocols, place, credential, offered] of [
    [undefined, undefined, { token: 'abc' }, ['wsauth', 'bearer.abc']],
    ['chat', undefined, { token: 'abc' }, ['chat', 'bearer.abc']],
    [[], 'subprotocol', { ticket: 'abc' }, ['wsauth', 'ticket.abc']],
    [undefined, 'first', { token: 'abc' }, []],
    [undefined, undefined, { ticket: 'abc' }, []],
  ]) {
    const world = createWorld();
    connect(world.options({ place, protocols, credential: () => credential }));
    await world.pass(0);
    assert.deepEqual(world.sockets[0].protocols, offered);
  }
});

test('with a first message it is open when the server has confirmed it', async () => {
  const world = createWorld();
  const heard = [];
  connect(world.options({ place: 'first', onmessage: ({ data }) => heard.push(data) }));
  await world.pass(0);
  const [socket] = world.sockets;
  socket.opens();
  assert.deepEqual(world.texts, ['connecting']);
  socket.says('{"action":"auth_ok"}');
  socket.says('hello');
  assert.deepEqual([world.texts, heard], [['connecting', 'open'], ['hello']]);
});

test('nothing is kept for the next connection', async () => {
  const world = createWorld();
  const link = connect(world.options());
  assert.throws(() => link.send('hi'), /Nothing was sent: connecting\./);
});

test('after 1006 the server is asked, and obeyed', async () => {
  const world = createWorld();
  world.answer = () => json({ attempt: 'a1', reason: 'origin_refused', title: 'Not from here.', help: '/h', retry: 'stop' });
  const link = connect(world.options());
  await world.serve((socket) => socket.ends(1006), 60);

  const id = world.sockets[0].url.searchParams.get('wsauth_attempt');
  assert.deepEqual(world.asked, [`https://api.example/ws-auth/attempts/${id}`]);
  assert.deepEqual(world.texts, ['connecting', 'stopped: Not from here. (attempt a1)']);
  assert.equal(link.state.end.help, '/h');
});

test('a moment too early it asks once more; then the connection counts as lost', async () => {
  const world = createWorld();
  connect(world.options());
  await world.serve((socket) => socket.ends(1006), 1.1);

  assert.equal(world.asked.length, 2);
  assert.equal(world.texts[1], 'waiting 0.3 s: closed with 1006');
});

test('a socket that was open is not asked about', async () => {
  const world = createWorld();
  connect(world.options());
  await world.serve((socket) => socket.opensAndEnds(1006), 0.2);
  assert.deepEqual(world.asked, []);
});

test('each attempt has an id and a credential of its own', async () => {
  const world = createWorld();
  connect(world.options());
  await world.serve((socket) => socket.opensAndEnds(1001), 30);

  assert.ok(world.sockets.length > 3);
  for (const name of ['wsauth_attempt', 'ticket']) {
    assert.equal(new Set(world.sockets.map(({ url }) => url.searchParams.get(name))).size, world.sockets.length);
  }
});

test('a dead credential is replaced once', async () => {
  const world = createWorld();
  connect(world.options());
  await world.serve((socket) => socket.opensAndEnds(4401, 'credential_invalid'), 3600);

  assert.deepEqual(world.credentials, [{ refresh: false }, { refresh: true }]);
  assert.equal(world.texts.at(-1), 'stopped: closed with 4401 credential_invalid');
});

test('a session that ends is continued with a new credential', async () => {
  const world = createWorld();
  connect(world.options());
  await world.pass(0);
  world.sockets[0].opens();
  await world.pass(600);
  world.sockets[0].ends(4401, 'expired_while_connected');
  await world.pass(0);
  world.sockets[1].opens();

  assert.deepEqual(world.credentials, [{ refresh: false }, { refresh: true }]);
  assert.deepEqual(world.texts, ['connecting', 'open', 'connecting', 'open']);
});

test('a credential that could not be fetched stays due', async () => {
  const world = createWorld();
  const asked = [];
  const credential = async ({ refresh }) => {
    asked.push(refresh);
    if (asked.length === 2) throw new TypeError('fetch failed');
    return { token: `t${asked.length}` };
  };
  connect(world.options({ credential, protocols: ['chat'] }));
  await world.serve((socket, count) => (count === 1 ? socket.opensAndEnds(4401, 'token_expired') : socket.opens()), 30);

  assert.deepEqual(asked, [false, true, true]);
  assert.equal(world.texts.at(-1), 'open');
});

for (const [reason, action] of Object.entries(policy.reasons)) {
  for (const how of ['refused', 'accepted and closed']) {
    test(`an hour of ${reason}, ${how}`, async () => {
      const world = createWorld();
      world.answer = () => json({ reason });
      connect(world.options({ random: Math.random }));
      await world.serve((socket) => (how === 'refused' ? socket.ends(1006) : socket.opensAndEnds(4401, reason)), 3600);

      const exactly = { stop: 1, refresh: 2 }[action];
      const count = world.sockets.length;
      assert.ok(exactly ? count === exactly : count > 100 && count < 320, `${count} attempts`);
      assert.equal(world.credentials.length, count);
      assert.equal(world.states.at(-1).phase === 'stopped', exactly !== undefined);
    });
  }
}

test('an hour without an answer', async () => {
  const world = createWorld();
  world.answer = () => Promise.reject(new TypeError('fetch failed'));
  connect(world.options({ random: Math.random }));
  await world.serve((socket) => socket.ends(1006), 3600);
  assert.ok(world.sockets.length > 120 && world.sockets.length < 320, `${world.sockets.length} attempts`);
});

test('nobody is signed in, and nothing is sent', async () => {
  const world = createWorld();
  connect(world.options({ credential: () => null }));
  await world.pass(60);
  assert.deepEqual([world.sockets.length, world.texts], [0, ['connecting', 'stopped: there is no credential']]);
});

test('the ticket endpoint says how long to wait', async () => {
  const world = createWorld();
  const headers = { 'retry-after': '90', 'x-wsauth-reason': 'too_many_tickets' };
  const fetch = async () => new Response('', { status: 429, headers });
  connect(world.options({ credential: () => fetchTicket('https://api.example/auth/ws-ticket', { fetch }) }));
  await world.pass(89);

  assert.deepEqual(world.texts, ['connecting', 'waiting 90.3 s: 429 too_many_tickets']);
});

test('a constructor that throws stops, and its message, which may quote the credential, is not shown', async () => {
  const world = createWorld();
  const WebSocket = class {
    constructor() {
      throw new SyntaxError('bearer.abc is no sub-protocol');
    }
  };
  connect(world.options({ WebSocket }));
  await world.pass(60);
  assert.deepEqual(world.texts, ['connecting', 'stopped: no answer (SyntaxError)']);
});

for (const when of ['connecting', 'open', 'waiting']) {
  test(`closed by the page while ${when}`, async () => {
    const world = createWorld();
    const link = connect(world.options());
    await world.pass(0);
    const [socket] = world.sockets;
    if (when !== 'connecting') socket.opens();
    if (when === 'waiting') socket.ends(1001);
    link.close();
    socket.opens();
    socket.ends(1006);
    await world.pass(3600);

    assert.deepEqual([world.sockets.length, world.texts.at(-1)], [1, 'done']);
    assert.equal(world.texts.filter((text) => text === 'open').length, when === 'connecting' ? 0 : 1);
  });
}

test('closed by the page while the credential is fetched', async () => {
  const world = createWorld();
  const link = connect(world.options());
  link.close();
  await world.pass(3600);
  assert.deepEqual([world.sockets.length, world.texts], [0, ['connecting', 'done']]);
});
