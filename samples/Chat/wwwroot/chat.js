// The page: signed out it opens nothing; signed in it keeps one socket open, for as long as the session lasts.
import { connect, fetchTicket } from '/wsauth.mjs';
import { describe, provoke } from './refusals.js';
import { Session } from './session.js';
import { countDown, evidence, explain } from './words.js';

const $ = (id) => document.getElementById(id);
const door = () => document.querySelector('input[name="door"]:checked').value;
const isOver = new Set(['expired_while_connected', 'token_expired']);

let session; // nobody
let link;
let lastEnd;
let isRevoked = false; // and nothing but signing out helps

function start() {
  link?.close();
  const path = door();
  link = connect({
    url: path,
    // Without a session there is no credential, and without one wsauth.mjs opens no socket.
    credential: () => session && fetchTicket('/auth/ws-ticket', { path, headers: session.headers }),
    refresh: () => ($('renewal').checked ? session?.renew() : undefined),
    onrefresh: ({ expiresIn }) => expiresIn && session?.prolong(expiresIn),
    onmessage: ({ data }) => show(JSON.parse(data)),
    onstate: enter,
  });
}

function enter({ phase, delay, end }) {
  if (end?.reason || end?.code || end?.status) lastEnd = end;
  if (phase === 'open') lastEnd = undefined;
  if (isOver.has(lastEnd?.reason)) session = undefined;
  isRevoked = lastEnd?.reason === 'revoked_while_connected';
  const says = {
    connecting: 'Connecting …',
    open: `Connected as ${session?.name}.`,
    waiting: `Not connected. Trying again in ${Math.ceil(delay)} s.`,
    stopped: session ? 'Not connected.' : 'Not connected: nobody is signed in.',
    done: 'Signed out.',
  };
  $('status').textContent = says[phase];
  const isAnonymous = phase === 'stopped' && !session && !lastEnd;
  $('status').dataset.phase = isAnonymous ? 'none' : phase;
  tell(
    isAnonymous ? 'This is an anonymous session. It has nothing that says who you are, so this page does not even try to connect. Sign in, and it will.'
      : lastEnd && phase !== 'connecting' ? explain(lastEnd) : '',
    isAnonymous ? '' : evidence(lastEnd),
    isAnonymous);
  arrange(phase);
}

function tell(why, source, isCalm) {
  $('why').textContent = why;
  $('why').hidden = !why;
  $('why').classList.toggle('calm', isCalm);
  $('evidence').textContent = source;
  $('evidence').hidden = !why || !source;
}

function arrange(phase) {
  $('login').hidden = Boolean(session);
  $('session').hidden = !session;
  $('who').textContent = session?.name ?? '';
  $('again').hidden = phase !== 'stopped' || isRevoked;
  $('clock').hidden = $('renewing').hidden = isRevoked;
  $('revoke').hidden = phase !== 'open';
  for (const field of [$('text'), $('send')]) field.disabled = phase !== 'open';
  for (const button of $('trials').children) button.disabled = !session || isRevoked;
  if (phase !== 'open') $('people').textContent = 'Who is here is shown when you are in.';
}

// What people wrote is text, never markup.
function show({ kind, from, text, people }) {
  const item = document.createElement('li');
  if (kind === 'message') {
    const name = document.createElement('strong');
    name.textContent = `${from}: `;
    item.append(name, text);
    item.classList.toggle('mine', from === session?.name);
  } else {
    item.className = 'event';
    item.textContent = kind === 'joined' ? `${from} has come.` : `${from} has gone.`;
  }
  $('people').textContent = `Here: ${people.join(', ')}`;
  $('messages').append(item);
  $('messages').scrollTop = $('messages').scrollHeight; // not scrollIntoView: it would move the page, too
}

function tick() {
  if (!session) return;
  $('countdown').textContent = countDown(session.secondsLeft);
  $('renewed').textContent = session.renewals ? `renewed ${session.renewals}×` : '';
}

$('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    session = await Session.begin($('name').value.trim(), Number($('lifetime').value));
  } catch (error) {
    return tell(error instanceof TypeError ? 'The server does not answer.' : error.message, '', false);
  }
  lastEnd = undefined;
  start();
});

$('talk').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = $('text').value.trim();
  if (text) link.send(text);
  $('text').value = '';
});

$('leave').addEventListener('click', () => {
  session = lastEnd = undefined;
  start();
});
$('again').addEventListener('click', start);
$('revoke').addEventListener('click', () => session.revoke());

$('trials').addEventListener('click', async ({ target }) => {
  if (!target.dataset.trial) return;
  const end = await provoke(target.dataset.trial, door(), session.headers).catch((refusal) => refusal);
  $('refusals').prepend(describe(target.textContent, end));
});

setInterval(tick, 250);
start();
