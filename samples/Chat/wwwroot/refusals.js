// Handshakes with something wrong about them, and what the page learns of their ends.
import { connect, fetchTicket } from '/wsauth.mjs';
import { evidence, explain } from './words.js';

const otherDoor = { '/ws': '/ws/told', '/ws/told': '/ws' };

/** Presents something that the server has to refuse, and answers what it said. */
export async function provoke(trial, door, headers) {
  const buy = (path) => fetchTicket('/auth/ws-ticket', { path, headers });
  const wrong = {
    used: () => buy(door).then(async (ticket) => (await open(`${door}?quiet`, ticket, true), ticket)), // nobody in the room hears of it
    elsewhere: () => buy(otherDoor[door]),
    cut: () => buy(door).then(({ ticket }) => ({ ticket: ticket.slice(0, ticket.lastIndexOf('.')) })),
    session: async () => ({ ticket: 'session_4711' }),
  };
  return open(door, await wrong[trial]());
}

// Until it is open, where it is to be used up, or until there is nothing more to try.
function open(url, ticket, isUsedUp = false) {
  return new Promise((resolve) => {
    let first; // wsauth.mjs may try once more, with a new credential; here it is the same one
    const link = connect({
      url,
      credential: () => ticket,
      onopen: () => isUsedUp && link.close(),
      onstate: ({ phase, end }) => {
        first ??= end?.reason || end?.code || end?.status ? end : undefined;
        if (phase === 'done' || phase === 'stopped' || phase === 'waiting') resolve(first);
        if (phase === 'waiting') link.close();
      },
    });
  });
}

// The server sells a few passes in a while: what it says then is no result of the trial.
const isPause = (end) => end?.reason === 'too_many_tickets' || end?.status === 429;

/** One line of the list. */
export function describe(name, end) {
  const item = document.createElement('li');
  const title = document.createElement('strong');
  title.textContent = isPause(end) ? `Not tried (${name}): ` : `${name}: `;
  const source = document.createElement('small');
  source.textContent = evidence(end);
  item.append(title, explain(end), source);
  return item;
}
