// A clock that moves only in `pass`, sockets and answers that a test writes down: for connect() of wsauth.mjs.

// No input or output is waited for: what follows from an event is done within a few turns.
const settled = async () => {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
};

export function createWorld() {
  let time = 0;
  let timers = [];
  const world = {
    sockets: [],
    asked: [],
    states: [],
    credentials: [],
    answer: async () => new Response('{}', { status: 404 }),

    get texts() {
      return world.states.map((state) => state.text);
    },

    // Lets time pass; each timer that falls due runs, and what follows from it, before the next.
    async pass(seconds) {
      const end = time + seconds;
      for (let count = 0; ; count++) {
        // Whoever never pauses would go on for ever.
        if (count > 3000) throw new Error('hammered');
        await settled();
        const due = timers.filter((timer) => timer.at <= end + 1e-9).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        time = Math.max(time, due.at);
        due.run();
      }
      time = end;
      await settled();
    },

    // Lets time pass; each socket behaves as `server` says, at once.
    async serve(server, seconds) {
      world.onsocket = (socket) => setImmediate(() => server(socket, world.sockets.length));
      await world.pass(seconds);
    },

    options: (more) => ({
      url: 'wss://api.example/ws?room=blue',
      credential: async (asked) => {
        world.credentials.push(asked);
        return { ticket: `t${world.credentials.length}` };
      },
      onstate: (state) => world.states.push(state),
      random: () => 0.5,
      now: () => time,
      setTimeout: (run, milliseconds) => {
        const timer = { at: time + milliseconds / 1000, run };
        timers.push(timer);
        return timer;
      },
      clearTimeout: (timer) => {
        timers = timers.filter((other) => other !== timer);
      },
      fetch: async (url) => {
        world.asked.push(String(url));
        return world.answer(String(url));
      },
      WebSocket: class {
        sent = [];

        constructor(url, protocols) {
          Object.assign(this, { url: new URL(url), protocols });
          world.sockets.push(this);
          world.onsocket?.(this);
        }

        send(data) {
          this.sent.push(data);
        }

        close(code, reason) {
          this.closed = [code, reason];
        }

        // What the server does.
        opens() {
          this.onopen({});
        }

        says(data) {
          this.onmessage({ data });
        }

        ends(code, reason = '') {
          this.onerror({});
          this.onclose({ code, reason });
        }

        opensAndEnds(code, reason) {
          this.opens();
          this.ends(code, reason);
        }
      },
      ...more,
    }),
  };
  return world;
}

export const json = (body, status = 200) => new Response(JSON.stringify(body), { status });
