// Who is signed in. The token stays in this page's memory: closing or reloading the page forgets it.

const now = () => performance.now() / 1000;

export class Session {
  #token;
  #endsAt;

  constructor(name, { token, expires_in: seconds }) {
    this.name = name;
    this.seconds = seconds;
    this.renewals = 0;
    this.#take(token, seconds);
  }

  static async begin(name, seconds) {
    const body = JSON.stringify({ name, seconds });
    const answer = await fetch('/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (!answer.ok) throw new Error((await answer.json()).detail);
    return new Session(name, await answer.json());
  }

  get secondsLeft() {
    return this.#endsAt - now();
  }

  /** For requests of this page alone. */
  get headers() {
    return { authorization: `Bearer ${this.#token}` };
  }

  /** A new token in the place of the old one; the open socket goes on with it. */
  async renew() {
    const answer = await fetch('/renew', { method: 'POST', headers: this.headers });
    if (!answer.ok) throw Object.assign(new Error('No new session.'), { status: answer.status, reason: answer.headers.get('x-wsauth-reason') });
    const { token, expires_in: seconds } = await answer.json();
    this.#take(token, seconds);
    return { token };
  }

  /** The server says how long the session lasts from now on. */
  prolong(seconds) {
    this.#endsAt = now() + seconds;
    this.renewals++;
  }

  async revoke() {
    await fetch('/revoke-me', { method: 'POST', headers: this.headers });
  }

  #take(token, seconds) {
    this.#token = token;
    this.#endsAt = now() + seconds;
  }
}
