// What a page gives to connect() of wsauth.mjs, and mistakes in it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { connect } from '../../../src/js/wsauth.mjs';
import { createWorld } from './world.mjs';

const mistakes = [
  ['a misspelled option', { credentials: () => null }, 'connect() has no option "credentials"; did you mean "credential"?'],
  ['another letter case', { onMessage: () => {} }, 'connect() has no option "onMessage"; did you mean "onmessage"?'],
  ['no credential', { credential: undefined }, 'connect(): "credential" is a function that answers { ticket }, { token } or nothing.'],
  ['no url', { url: undefined }, 'connect(): "url" is missing.'],
  ['a relative url where there is no page', { url: '/ws' }, 'connect(): "url" is no absolute URL such as wss://api.example/ws, and relative ones are for pages.'],
  ['no WebSocket', { WebSocket: null }, 'connect(): this platform has no WebSocket: give one as "WebSocket", in Node that of the package ws.'],
  ['a place that is none', { place: 'header' }, 'connect(): "place" is query, subprotocol or first.'],
];
for (const [name, given, message] of mistakes) {
  test(`${name} is thrown where it was made`, async () => {
    const world = createWorld();
    assert.throws(() => connect(world.options(given)), { name: 'TypeError', message });
    await world.pass(60);
    assert.deepEqual([world.sockets.length, world.states], [0, []]);
  });
}

test('an option like no other is told which ones there are', () => {
  assert.throws(() => connect({ thisIsNothing: 1 }), /no option "thisIsNothing", but url, credential, place/);
  assert.throws(() => connect(), /"url" is missing/);
});

// The credential's own function fails.
async function fail(error) {
  const world = createWorld();
  const credential = () => {
    throw error;
  };
  connect(world.options({ credential }));
  await world.pass(0);
  return world.texts.at(-1);
}

test('what the function of the page throws is shown with its message', async () => {
  assert.equal(await fail(new Error('login server is down')), 'waiting 0.3 s: credential() threw Error: login server is down');
  assert.equal(
    await fail(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })),
    'waiting 0.3 s: credential() threw TypeError: fetch failed (ECONNREFUSED)');
  assert.equal(await fail('no'), 'waiting 0.3 s: credential() threw string: no');
  assert.equal(await fail(undefined), 'waiting 0.3 s: credential() threw undefined: undefined');
});

test('where the page knows that another try is pointless, it is the last one', async () => {
  assert.equal(
    await fail(Object.assign(new Error('the account is closed'), { retry: 'stop' })),
    'stopped: credential() threw Error: the account is closed');
  assert.equal(
    await fail(new ReferenceError('sesion is not defined')),
    'stopped: credential() threw ReferenceError: sesion is not defined');
  assert.equal(
    await fail(Object.assign(new Error('later'), { retry: 'wait', retryAfter: 90 })),
    'waiting 90.3 s: credential() threw Error: later');
});

test('a message that may hold a credential is withheld, and a long one is cut', async () => {
  const key = randomBytes(16).toString('hex');
  for (const quoted of [key, `eyJ${key.slice(0, 9)}.x`, randomBytes(48).toString('base64url')]) {
    const text = await fail(new Error(`refused: ${quoted}`));
    assert.match(text, /threw Error: \[withheld: \d+ characters that look like a credential\]$/);
    assert.ok(!text.includes(quoted.slice(0, 9)));
  }
  assert.equal(
    await fail(new Error('down\n'.repeat(100))),
    `waiting 0.3 s: credential() threw Error: ${'down '.repeat(26).slice(0, 128)}…`);
});

for (const answer of ['abc', {}, { credential: 'abc' }]) {
  test(`an answer without a credential stops: ${JSON.stringify(answer)}`, async () => {
    const world = createWorld();
    connect(world.options({ credential: () => answer }));
    await world.pass(60);
    assert.deepEqual(
      [world.sockets.length, world.texts],
      [0, ['connecting', 'stopped: credential() answered neither { ticket } nor { token }']]);
  });
}
