// fetchTicket of wsauth.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, fetchTicket } from '../../../src/js/wsauth.mjs';
import { createWorld, json } from './world.mjs';

const url = 'https://api.example/auth/ws-ticket';

// What is sent where the options are these.
async function sent(options) {
  let asked;
  const fetch = async (to, init) => {
    asked = { to, ...init, headers: Object.fromEntries(init.headers) };
    return json({ ticket: 't1', expires_in: 30 });
  };
  const answer = await fetchTicket(url, { ...options, fetch });
  assert.deepEqual(answer, { ticket: 't1', sessionExpiresIn: undefined });
  return asked;
}

test('the token goes into the Authorization header, the path into the body', async () => {
  assert.deepEqual(await sent({ path: '/ws', token: 'abc' }), {
    to: url, method: 'POST', body: '{"path":"/ws"}', headers: { authorization: 'Bearer abc', 'content-type': 'application/json' },
  });
});

test('without either the question is bare, and what is of fetch goes to fetch', async () => {
  assert.deepEqual(await sent({ credentials: 'include' }), { to: url, method: 'POST', body: undefined, headers: {}, credentials: 'include' });
});

for (const headers of [{ 'X-Csrf': '1' }, new Headers({ 'X-Csrf': '1' }), [['X-Csrf', '1']]]) {
  test(`headers of the page go along: ${headers.constructor.name}`, async () => {
    assert.equal((await sent({ path: '/ws', headers })).headers['x-csrf'], '1');
  });
}

test('a mistake is told', async () => {
  await assert.rejects(fetchTicket(), { name: 'TypeError', message: 'fetchTicket(): the URL of the ticket endpoint is missing.' });
  await assert.rejects(fetchTicket(url, { tokens: 'abc' }), { name: 'TypeError', message: 'fetchTicket() has no option "tokens"; did you mean "token"?' });
  await assert.rejects(fetchTicket(url, { body: '{}' }), /has no option "body"/);
  await assert.rejects(fetchTicket(url, { token: undefined }), { name: 'TypeError', message: 'fetchTicket(): "token" is no string.' });
});

test('a mistake stops the connection that it was made for', async () => {
  const world = createWorld();
  connect(world.options({ credential: () => fetchTicket(url, { token: undefined }) }));
  await world.pass(60);
  assert.deepEqual(world.texts, ['connecting', 'stopped: credential() threw TypeError: fetchTicket(): "token" is no string.']);
});

test('a refusal has status, reason, attempt and Retry-After', async () => {
  const headers = { 'x-wsauth-reason': 'too_many_tickets', 'x-wsauth-attempt': 'a1', 'retry-after': '7' };
  const fetch = async () => new Response('', { status: 429, headers });
  await assert.rejects(fetchTicket(url, { fetch }), { message: 'No ticket: 429.', status: 429, reason: 'too_many_tickets', attempt: 'a1', retryAfter: 7 });
});
