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

  /** A new token in the place of the old one, and the open socket, named by the attempt id of its handshake, goes on with it. */
  async renew(attempt) {
    const answer = await fetch('/renew', { method: 'POST', headers: this.headers });
    if (!answer.ok) return false;
    const { token, expires_in: seconds } = await answer.json();
    this.#take(token, seconds);
    const socket = await fetch(`/ws-auth/connections/${attempt}/refresh`, { method: 'POST', headers: this.headers });
    if (!socket.ok) return false;
    this.#take(token, (await socket.json()).expires_in);
    this.renewals++;
    return true;
  }

  async revoke() {
    await fetch('/revoke-me', { method: 'POST', headers: this.headers });
  }

  #take(token, seconds) {
    this.#token = token;
    this.#endsAt = now() + seconds;
  }
}
