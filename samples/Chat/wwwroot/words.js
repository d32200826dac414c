// What the end of a connection means, in words for whoever sits in front of the page.

const words = {
  expired_while_connected: 'Your session is over, and the server closed the connection with it. Sign in again to go on.',
  revoked_while_connected: 'Your sign-in was revoked, and the server closed the connection. It lets nobody in under this name for ten minutes. After that, sign in again.',
  server_stopping: 'The server is stopping.',
  token_expired: 'The session or pass that was presented is over.',
  credential_invalid: 'The server does not accept this sign-in. It may have been revoked, or the server may have a new secret.',
  credential_malformed: 'What was presented is damaged: a piece of the one-time pass is missing.',
  credential_kind_refused: 'That is no pass. A session id says which session is meant, not who comes.',
  credential_missing: 'Nothing was presented that says who comes.',
  ticket_used: 'This pass has opened a connection already. Each pass opens one.',
  ticket_other_path: 'This pass is for another door of the server.',
  ticket_other_instance: 'This pass comes from a server that has restarted since, or from another one.',
  origin_refused: 'The server lets no page of this address connect.',
  too_many_tickets: 'Those were many passes in a short time. The server wants a pause.',
  too_many_failures: 'Those were many refusals in a short time. The server wants a pause.',
  too_many_connections: 'There are as many connections as the server allows. The page tries again.',
  unavailable: 'The server cannot check who comes at the moment.',
};

/** The sentence for an end that wsauth.mjs reports, or for the answer of a request. */
export function explain(end = {}) {
  if (Object.hasOwn(words, end.reason ?? '')) return words[end.reason];
  if (end.title) return end.title;
  if (end.code === 1006 || end.error) return 'The server does not answer, or the connection broke.';
  return end.status ? `The server answered ${end.status}.` : `The connection was closed (${end.code ?? 'no code'}).`;
}

/** Where the sentence comes from: close code or status, reason, and the id under which the server's log has it. */
export function evidence(end = {}) {
  const heard = end.code !== undefined ? `Close code ${end.code}` : end.status !== undefined ? `Status ${end.status}` : end.reason ? 'Asked after 1006' : undefined;
  return [heard, end.reason && `reason ${end.reason}`, end.attempt && `attempt ${end.attempt}`].filter(Boolean).join(', ');
}

export function countDown(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
