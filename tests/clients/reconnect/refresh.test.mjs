// An open socket that wsauth.mjs keeps going past the end of its session.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, fetchTicket } from '../../../src/js/wsauth.mjs';
import { createWorld, json } from './world.mjs';

// A socket that is open, its session's end in so many seconds, and what the server answers to each refresh.
async function open({ sessionExpiresIn, refresh, answers = [], ...more }) {
  const world = createWorld();
  const [posted, heard] = [[], []];
  let asked = 0;
  const link = connect(world.options({
    credential: () => ({ ticket: 't', sessionExpiresIn }),
    refresh: refresh ?? (() => ({ token: `abc${++asked}` })),
    onrefresh: (said) => heard.push(said),
    fetch: async (url, init) => {
      posted.push([String(url), init.method, init.headers.authorization]);
      return (answers[posted.length - 1] ?? answers.at(-1))();
    },
    ...more,
  }));
  await world.pass(0);
  world.sockets[0].opens();
  return { world, link, posted, heard };
}
const prolonged = (seconds) => () => json({ session_end: '2026-11-20T12:14:00Z', expires_in: seconds });
const refused = (status, headers = {}) => () => new Response('', { status, headers });

test('a minute before the end a new token goes to the server, under the name of the socket', async () => {
  const { world, posted, heard } = await open({ sessionExpiresIn: 600, answers: [prolonged(600)] });
  await world.pass(539);
  assert.deepEqual(posted, []);
  await world.pass(1);

  const id = world.sockets[0].url.searchParams.get('wsauth_attempt');
  assert.deepEqual(posted, [[`https://api.example/ws-auth/connections/${id}/refresh`, 'POST', 'Bearer abc1']]);
  assert.deepEqual(heard, [{ expiresIn: 600, text: 'refreshed' }]);
  await world.pass(540);
  assert.deepEqual([posted.length, posted[1][2], world.sockets.length, world.texts.at(-1)], [2, 'Bearer abc2', 1, 'open']);
});

for (const [seconds, due] of [[120, 80], [30, 20], [6, 5]]) {
  test(`of ${seconds} s the refresh is due after ${due}`, async () => {
    const { world, posted } = await open({ sessionExpiresIn: seconds, answers: [prolonged(null)] });
    await world.pass(due - 0.1);
    assert.equal(posted.length, 0);
    await world.pass(0.1);
    assert.equal(posted.length, 1);
    await world.pass(3600);
    assert.equal(posted.length, 1);
  });
}

test('a session that is over before it could be refreshed is left to its end', async () => {
  const { world, posted } = await open({ sessionExpiresIn: 4 });
  await world.pass(3600);
  assert.deepEqual(posted, []);
});

test('where nobody tells the end, the answer of the first refresh does', async () => {
  const { world, posted } = await open({ answers: [prolonged(600)] });
  await world.pass(5);
  assert.equal(posted.length, 1);
  await world.pass(539);
  assert.equal(posted.length, 1);
  await world.pass(1);
  assert.equal(posted.length, 2);
});

test('the ticket endpoint tells the end', async () => {
  const fetch = async () => json({ ticket: 't', expires_in: 30, session_expires_in: 600 });
  assert.deepEqual(await fetchTicket('https://api.example/tickets', { fetch }), { ticket: 't', sessionExpiresIn: 600 });
});

test('so does the answer to the handshake, in Node', async () => {
  const world = createWorld();
  let hear;
  class Ws extends world.options({}).WebSocket {
    on(name, run) {
      if (name === 'upgrade') hear = run;
    }
  }
  const posted = [];
  const fetch = async (url) => {
    posted.push(url);
    return json({ expires_in: null });
  };
  connect(world.options({ WebSocket: Ws, fetch, refresh: () => ({ token: 'abc' }) }));
  await world.pass(0);
  hear({ headers: { 'x-wsauth-session-expires-in': '600' } });
  world.sockets[0].opens();
  await world.pass(539);
  assert.equal(posted.length, 0);
  await world.pass(1);
  assert.equal(posted.length, 1);
});

test('a server that cannot answer is asked again, as long as the session lasts', async () => {
  const answers = [refused(503, { 'retry-after': '7' }), refused(502), () => Promise.reject(new TypeError('fetch failed')), prolonged(600)];
  const { world, posted, heard } = await open({ sessionExpiresIn: 600, answers });
  await world.pass(540 + 7 + 5 + 10);
  assert.deepEqual(heard.map(({ text }) => text), [
    'not refreshed: 503', 'not refreshed: 502', 'not refreshed: no answer (TypeError)', 'refreshed',
  ]);

  const dead = await open({ sessionExpiresIn: 600, answers: [refused(502)] });
  await dead.world.pass(3600);
  assert.equal(dead.posted.length, 4); // 60, 55, 45 and 25 s before the end
  assert.equal(posted.length, 4);
});

test('what is refused is told and not repeated, and the socket stays open', async () => {
  const answers = [refused(401, { 'x-wsauth-reason': 'credential_invalid', 'x-wsauth-attempt': 'a1' })];
  const { world, posted, heard } = await open({ sessionExpiresIn: 600, answers });
  await world.pass(3600);
  assert.deepEqual([posted.length, heard.length, world.texts.at(-1)], [1, 1, 'open']);
  assert.equal(heard[0].text, 'not refreshed: 401 credential_invalid (attempt a1)');
});

test('404 says what may be missing', async () => {
  const { world, heard } = await open({ sessionExpiresIn: 600, answers: [refused(404)] });
  await world.pass(600);
  assert.equal(heard[0].text, 'not refreshed: 404 No open socket has this name, or MapWsAuthConnections is not called.');
});

test('who has no new token now may have one a moment later', async () => {
  let token;
  const { world, posted, heard } = await open({ sessionExpiresIn: 600, refresh: () => token && { token }, answers: [prolonged(null)] });
  await world.pass(540);
  token = 'abc';
  await world.pass(5);
  assert.deepEqual([posted.length, heard[0].text], [1, 'not refreshed: there is no credential']);
});

for (const how of ['the page closes', 'the server closes']) {
  test(`nothing is refreshed after ${how}`, async () => {
    let answer;
    const { world, link, posted, heard } = await open({ sessionExpiresIn: 60, answers: [() => new Promise((resolve) => { answer = resolve; })] });
    await world.pass(40);
    if (how === 'the page closes') link.close();
    else world.sockets[0].ends(4403, 'revoked_while_connected');
    answer(json({ expires_in: 60 }));
    await world.pass(3600);
    assert.deepEqual([posted.length, heard], [1, []]);
  });
}

test('what refresh() throws is told', async () => {
  const { heard, world } = await open({
    sessionExpiresIn: 60,
    refresh: () => {
      throw new Error('login server is down');
    },
  });
  await world.pass(40);
  assert.equal(heard[0].text, 'not refreshed: refresh() threw Error: login server is down');
});

test('without the option nothing is asked', async () => {
  const { world, posted } = await open({ sessionExpiresIn: 60, refresh: false });
  await world.pass(60);
  assert.deepEqual(posted, []);
});

test('a session that ends again so soon is told as the reason of the wait', async () => {
  const world = createWorld();
  connect(world.options());
  await world.serve((socket) => socket.opensAndEnds(4401, 'expired_while_connected'), 1);
  assert.equal(world.texts.at(-1), 'waiting 5.3 s, as it ended again so soon: closed with 4401 expired_while_connected');
});
