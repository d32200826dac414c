// Keeps a WebSocket open against a server with WsAuth, and does what the reason of each end says: stop, fetch a new credential, wait, or try
// again with growing, random delays. One file, no dependencies; for browsers and Node 20 or later (there with `ws`, or a WebSocket of its own).
// How to use it: docs/clients.md. WsAuth.Client has the same policy for .NET; a test holds the two together.

// refresh: a new credential, at once; refused again within a minute: stop. renew: the same, but then wait and go on.
// wait: Retry-After or 5 s, and the back-off. retry: the back-off. done and stop: nothing more.
export const policy = {
  reasons: {
    upgrade_missing: 'stop',
    version_unsupported: 'stop',
    origin_refused: 'stop',
    subprotocol_missing: 'stop',
    credential_missing: 'refresh',
    credential_misplaced: 'stop',
    credential_conflict: 'stop',
    credential_malformed: 'stop',
    credential_kind_refused: 'stop',
    credential_too_large: 'stop',
    credential_invalid: 'refresh',
    authentication_timeout: 'renew',
    token_expired: 'refresh',
    token_not_yet_valid: 'wait',
    ticket_used: 'refresh',
    ticket_other_path: 'refresh',
    ticket_other_instance: 'renew',
    ticket_path_refused: 'stop',
    too_many_connections: 'wait',
    too_many_tickets: 'wait',
    too_many_failures: 'wait',
    not_authorized: 'stop',
    unavailable: 'wait',
    expired_while_connected: 'renew',
    revoked_while_connected: 'stop',
    bad_request: 'stop',
  },
  // Without a reason. Below 3000 every other one stops; the other ones above are the application's own: retry.
  closeCodes: {
    1000: 'done', 1001: 'retry', 1005: 'retry', 1006: 'retry', 1011: 'wait', 1012: 'retry', 1013: 'wait', 1014: 'retry', 1015: 'retry',
    3000: 'refresh', 3003: 'stop', 4400: 'stop', 4401: 'refresh', 4403: 'stop', 4408: 'renew', 4429: 'wait',
  },
  // Without a reason. Every other one stops, but from 500: retry.
  statuses: { 401: 'refresh', 408: 'retry', 425: 'retry', 429: 'wait', 503: 'wait' },
};

const codesWithReason = [4400, 4401, 4403, 4408, 4429, 1011];
const advice = { stop: 'stop', refresh_credential: 'refresh', wait: 'wait' }; // of an attempt's answer
const phases = { done: 'done', stop: 'stopped' };
const longestRetryAfter = 24 * 3600; // a timer of more than 24 days would fire at once
const soonest = 5; // between two refreshes

const connectOptions = [
  'url', 'credential', 'place', 'protocols', 'attempts', 'refresh', 'connections', 'onopen', 'onmessage', 'onrefresh', 'onstate',
  'base', 'cap', 'stableAfter', 'random', 'WebSocket', 'fetch', 'setTimeout', 'clearTimeout', 'now',
];
const ticketOptions = [
  'path', 'token', 'headers', 'fetch', 'cache', 'credentials', 'dispatcher', 'integrity', 'keepalive', 'mode', 'priority', 'redirect', 'referrer',
  'referrerPolicy', 'signal',
];
// Long runs, shorter ones of letters and digits, and how a JWT begins; as WsAuth itself judges what it is about to print.
const looksLikeCredential = /eyJ|[\w+/=%-]{41}|(?=[a-z+=%]*\d)(?=[\d+=%]*[a-z])[a-z\d+=%]{21}/i;

const find = (table, key) => (Object.hasOwn(table, key ?? '') ? table[key] : undefined);
const readReason = (text) => (/^[a-z0-9_]{1,64}$/.test(text ?? '') ? text : undefined);
const readSeconds = (text) => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : undefined);

/** What follows an end: { reason, code, status, retry, noCredential }, as far as they are known. */
export function decide({ reason, code, status, retry, noCredential }) {
  if (noCredential) return 'stop';
  const byReason = code === undefined || codesWithReason.includes(code) ? find(policy.reasons, reason) : undefined;
  if (byReason) return byReason;
  if (code !== undefined) return find(policy.closeCodes, code) ?? (code < 3000 ? 'stop' : 'retry');
  if (status !== undefined) return find(policy.statuses, status) ?? (status < 500 ? 'stop' : 'retry');
  return find(advice, retry) ?? 'retry';
}

/** When to connect again; times in seconds. A connection counts once it was open for a while, never because it opened. */
export function createSchedule({ base = 0.5, cap = 30, stableAfter = 10, random = Math.random, now }) {
  let failures = 0;
  let refreshed;
  const backOff = () => random() * Math.min(cap, base * 2 ** Math.min(failures++, 40));
  return function next(end, openFor = 0) {
    if (openFor >= stableAfter) [failures, refreshed] = [0, undefined];
    const action = decide(end);
    const retryAfter = end.retryAfter === undefined ? undefined : Math.min(end.retryAfter, longestRetryAfter);
    if (action === 'refresh' || action === 'renew') {
      const isAgain = refreshed !== undefined && now() - refreshed < 60;
      if (isAgain && action === 'refresh') return { action: 'stop', delay: 0, refresh: true };
      refreshed = now();
      return isAgain
        ? { action: 'wait', delay: (retryAfter ?? 5) + backOff(), refresh: true }
        : { action, delay: retryAfter ?? 0, refresh: true };
    }
    const least = { wait: retryAfter ?? 5, retry: retryAfter ?? 0 }[action];
    return { action, delay: least === undefined ? 0 : least + backOff(), refresh: false };
  };
}

// An end that is followed at once, unless it comes again within a minute.
const isAgain = (end) => decide(end ?? {}) === 'renew' && end.retryAfter === undefined;

/**
 * Buys a ticket: `credential: () => fetchTicket('/auth/ws-ticket', { path: '/ws', token })`. `path` is that of the socket, `token` goes into the
 * Authorization header; `headers` and the other options are those of fetch. Answers { ticket, sessionExpiresIn }.
 */
export async function fetchTicket(url, options = {}) {
  if (url === undefined) throw mistake('fetchTicket(): the URL of the ticket endpoint is missing.');
  checkNames('fetchTicket()', options, ticketOptions);
  const { path, token, headers, fetch = globalThis.fetch, ...init } = options;
  if ('token' in options && typeof token !== 'string') throw mistake('fetchTicket(): "token" is no string.');
  const sent = new Headers(headers);
  if (token !== undefined) sent.set('authorization', `Bearer ${token}`);
  if (path) sent.set('content-type', 'application/json');
  const answer = await fetch(url, { ...init, method: 'POST', headers: sent, body: path && JSON.stringify({ path }) });
  if (answer.ok) {
    const { ticket, session_expires_in: sessionExpiresIn } = await answer.json();
    return { ticket, sessionExpiresIn };
  }
  throw Object.assign(new Error(`No ticket: ${answer.status}.`), readRefusal(answer.status, (name) => answer.headers.get(name)));
}

/** Connects, and connects again; see docs/clients.md. Answers { send, close, state }, or throws a TypeError that names the wrong option. */
export function connect(options = {}) {
  checkNames('connect()', options, connectOptions);
  const {
    url,
    credential,
    place, // of the credential: 'query' (a ticket's default), 'subprotocol' (a token's) or 'first', the first message
    protocols = [],
    attempts = '/ws-auth/attempts', // where the reason is asked for after 1006; null: nowhere
    refresh, // answers { token }, by which the open socket goes on when its session is about to end
    connections = '/ws-auth/connections', // where that token is sent
    onopen = () => {},
    onmessage = () => {},
    onrefresh = () => {},
    onstate = () => {},
    base, cap, stableAfter, random,
    WebSocket = globalThis.WebSocket,
    fetch = globalThis.fetch,
    setTimeout = globalThis.setTimeout,
    clearTimeout = globalThis.clearTimeout,
    now = () => performance.now() / 1000,
  } = options;
  checkConnect({ url, credential, refresh, place, WebSocket });
  const next = createSchedule({ base, cap, stableAfter, random, now });
  const refreshing = createRefreshing({ refresh, connections, onrefresh, fetch, setTimeout, clearTimeout, now });
  let state, socket, timer;

  const enter = (phase, end, delay = 0) => {
    const again = isAgain(end) ? ', as it ended again so soon' : '';
    const seconds = phase === 'waiting' ? ` ${delay.toFixed(1)} s${again}` : '';
    const because = phase === 'waiting' || phase === 'stopped' ? `: ${describe(end)}` : '';
    state = { phase, text: `${phase}${seconds}${because}`, delay, end };
    onstate(state);
  };
  const isOver = () => state.phase === 'done' || state.phase === 'stopped';
  const pause = (seconds) => new Promise((resolve) => (timer = setTimeout(resolve, seconds * 1000)));

  const finish = (end, openFor, isRefreshed) => {
    if (isOver()) return;
    const { action, delay, refresh } = next(end, openFor);
    if (phases[action]) return enter(phases[action], end);
    if (delay > 0) enter('waiting', end, delay);
    // What is to be new stays so until it was presented.
    timer = setTimeout(() => start(refresh || isRefreshed, end), delay * 1000);
  };

  const start = async (refresh, last) => {
    enter('connecting', last);
    let presented;
    try {
      presented = await credential({ refresh });
    } catch (error) {
      return finish(readFailure(error), 0, refresh);
    }
    if (isOver()) return;
    if (!presented) return finish({ noCredential: true });
    if (!presented.ticket && !presented.token) {
      return finish({ failed: 'credential() answered neither { ticket } nor { token }', retry: 'stop' });
    }
    try {
      open(presented);
    } catch ({ name }) {
      enter('stopped', { error: name }); // the message may quote the credential
    }
  };

  const open = ({ ticket, token, sessionExpiresIn }) => {
    const presentedAt = now();
    const at = place ?? (ticket ? 'query' : 'subprotocol');
    const id = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const target = new URL(url, globalThis.location?.href);
    target.protocol = target.protocol.replace('http', 'ws');
    if (attempts) target.searchParams.set('wsauth_attempt', id);
    if (at === 'query') target.searchParams.set(ticket ? 'ticket' : 'access_token', ticket ?? token);
    const offer = [protocols].flat();
    if (at === 'subprotocol') {
      // The credential's own is never echoed, and most clients fail where none is.
      if (offer.length === 0) offer.push('wsauth');
      offer.push((ticket ? 'ticket.' : 'bearer.') + (ticket ?? token));
    }
    const opening = (socket = new WebSocket(target, offer));
    let isConfirmed = at !== 'first';
    let openedAt, refusal;
    const confirm = () => {
      isConfirmed = true;
      openedAt = now();
      refreshing.begin(target, id, sessionExpiresIn === undefined ? undefined : sessionExpiresIn - (openedAt - presentedAt));
      enter('open');
      onopen(opening);
    };
    // A close follows; but not after a refused handshake in Node before version 24.
    opening.onerror = () => setTimeout(() => opening.onclose({ code: 1006 }), 1000);
    opening.onopen = () => {
      if (isOver()) return;
      if (isConfirmed) confirm();
      else opening.send(JSON.stringify(ticket ? { action: 'auth', ticket } : { action: 'auth', token }));
    };
    opening.onmessage = (message) => {
      if (isOver()) return;
      if (isConfirmed) onmessage(message);
      else if (message.data === '{"action":"auth_ok"}') confirm();
    };
    // Node's ws shows what browsers hide.
    opening.on?.('upgrade', ({ headers }) => {
      sessionExpiresIn = readSeconds(headers['x-wsauth-session-expires-in']) ?? sessionExpiresIn;
    });
    opening.on?.('unexpected-response', (request, response) => {
      refusal = readRefusal(response.statusCode, (name) => response.headers[name]);
      opening.terminate();
    });
    opening.onclose = async ({ code, reason }) => {
      opening.onclose = () => {};
      refreshing.end();
      const openFor = openedAt === undefined ? 0 : now() - openedAt;
      const isHidden = code === 1006 && openedAt === undefined && !refusal;
      refusal ??= isHidden && attempts && !isOver() ? await ask(target, id) : undefined;
      finish(refusal ?? { code, reason: readReason(reason) }, openFor);
    };
  };

  // The server may be asked a moment before it has written the handshake down: then once more.
  const ask = async (target, id, isLast = false) => {
    const address = addressOf(target, `${attempts}/${id}`);
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(5000), credentials: 'omit' });
      if (answer.status === 404 && !isLast) {
        await pause(1);
        return isOver() ? undefined : await ask(target, id, true);
      }
      const { reason, title, help, retry, attempt } = answer.ok ? await answer.json() : {};
      return reason ? { reason: readReason(reason), title, help, retry, attempt } : undefined;
    } catch {
      return undefined; // nobody answers: nothing is known
    }
  };

  start(false);
  return {
    /** Sends at once, or throws: nothing is kept for the next connection. */
    send(data) {
      if (state.phase !== 'open') throw new Error(`Nothing was sent: ${state.text}.`);
      socket.send(data);
    },
    close(code = 1000, reason = '') {
      if (isOver()) return;
      clearTimeout(timer);
      refreshing.end();
      enter('done');
      socket?.close(code, reason);
    },
    get state() {
      return state;
    },
  };
}

// Keeps the open socket going past its session's end. Where nobody tells when that is, the first refresh does, soon after the handshake.
function createRefreshing({ refresh, connections, onrefresh, fetch, setTimeout, clearTimeout, now }) {
  let timer, open, endsAt, failures;

  const plan = (seconds) => {
    const known = seconds ?? 0;
    endsAt = seconds === undefined ? Infinity : now() + seconds;
    failures = 0;
    again(Math.max(soonest, known - Math.min(known / 3, 60)));
  };
  const again = (delay) => {
    if (now() + delay < endsAt) timer = setTimeout(run, Math.min(delay, longestRetryAfter) * 1000);
  };
  const run = async () => {
    const one = open;
    const { expiresIn, ...failure } = await present(one).catch((error) => readFailure(error, 'refresh()'));
    if (one !== open) return;
    const isDone = expiresIn !== undefined;
    if (isDone && expiresIn !== null) plan(expiresIn);
    // Once more as long as there is time; but what the server says no to, it would say no to again.
    if (!isDone && (failure.noCredential || ['wait', 'retry'].includes(decide(failure)))) {
      again(failure.retryAfter ?? Math.min(soonest * 2 ** failures++, 60));
    }
    onrefresh(isDone ? { expiresIn, text: 'refreshed' } : { ...failure, text: `not refreshed: ${describe(failure)}` });
  };
  const present = async ({ target, id }) => {
    const { token } = (await refresh()) ?? {};
    if (!token) return { noCredential: true };
    const headers = { authorization: `Bearer ${token}` };
    const address = addressOf(target, `${connections}/${id}/refresh`);
    const answer = await fetch(address, { method: 'POST', headers, signal: AbortSignal.timeout(10000) }).catch(({ name }) => ({ error: name }));
    if (answer.error) return answer;
    if (answer.ok) return { expiresIn: (await answer.json()).expires_in };
    const title = answer.status === 404 ? 'No open socket has this name, or MapWsAuthConnections is not called.' : undefined;
    return { title, ...readRefusal(answer.status, (name) => answer.headers.get(name)) };
  };
  return {
    begin(target, id, seconds) {
      if (!refresh) return;
      open = { target, id };
      plan(seconds);
    },
    end() {
      clearTimeout(timer);
      open = undefined;
    },
  };
}

const addressOf = (socket, path) => new URL(path, socket.origin.replace('ws', 'http'));

// A mistake that connecting again would only repeat is thrown where it was made.
function checkConnect({ url, credential, refresh, place, WebSocket }) {
  const fail = (what) => {
    throw mistake(`connect(): ${what}.`);
  };
  if (url === undefined) fail('"url" is missing');
  if (typeof credential !== 'function') fail('"credential" is a function that answers { ticket }, { token } or nothing');
  if (refresh && typeof refresh !== 'function') fail('"refresh" is a function that answers { token } or nothing');
  if (place !== undefined && !['query', 'subprotocol', 'first'].includes(place)) fail('"place" is query, subprotocol or first');
  if (typeof WebSocket !== 'function') fail('this platform has no WebSocket: give one as "WebSocket", in Node that of the package ws');
  // The URL is not quoted: it may hold a credential.
  if (!URL.canParse(url, globalThis.location?.href)) fail('"url" is no absolute URL such as wss://api.example/ws, and relative ones are for pages');
}

const mistake = (text) => Object.assign(new TypeError(text), { retry: 'stop' });

function checkNames(call, given, known) {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const [[far, nearest]] = known.map((other) => [distance(name.toLowerCase(), other.toLowerCase()), other]).sort(([a], [b]) => a - b);
    throw mistake(`${call} has no option "${name}"${far <= 3 ? `; did you mean "${nearest}"?` : `, but ${known.join(', ')}.`}`);
  }
}

// Of Levenshtein: how many letters are to be changed, added or left out.
function distance(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 0; i < from.length; i++) {
    const above = row;
    row = [i + 1];
    for (let j = 0; j < to.length; j++) {
      row.push(Math.min(above[j + 1] + 1, row[j] + 1, above[j] + (from[i] === to[j] ? 0 : 1)));
    }
  }
  return row.at(-1);
}

// What the page's own function threw. With a status it is an answer, and judged as one; else the page may say `retry: 'stop'`.
function readFailure(error, from = 'credential()') {
  const { name, message, status, reason, retryAfter, attempt, retry, cause } = Object(error);
  if (status !== undefined) return { status, reason: readReason(reason), retryAfter, attempt };
  const said = safe(`${message ?? error}${cause?.code ? ` (${cause.code})` : ''}`);
  return { failed: `${from} threw ${name ?? typeof error}: ${said}`, retryAfter, retry: error instanceof ReferenceError ? 'stop' : retry };
}

// Text for people: one line of 128 characters, and nothing that looks like a token or a key.
function safe(text) {
  if (looksLikeCredential.test(text)) return `[withheld: ${text.length} characters that look like a credential]`;
  const line = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  return line.length > 128 ? `${line.slice(0, 128)}…` : line;
}

function readRefusal(status, header) {
  return {
    status,
    reason: readReason(header('x-wsauth-reason')),
    attempt: header('x-wsauth-attempt') ?? undefined,
    retryAfter: readSeconds(header('retry-after')),
  };
}

function describe({ title, reason, code, status, attempt, error, failed, noCredential }) {
  if (noCredential) return 'there is no credential';
  if (failed) return failed;
  const answer = code === undefined ? status : `closed with ${code}`;
  const words = [answer, title ?? reason].filter(Boolean).join(' ') || `no answer (${error ?? 'lost'})`;
  return attempt ? `${words} (attempt ${attempt})` : words;
}
