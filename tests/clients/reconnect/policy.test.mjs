// The policy of the module is that of WsAuth.Client: reconnect-policy.json is what the .NET side decides.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createSchedule, decide, policy } from '../../../src/js/wsauth.mjs';

const net = JSON.parse(readFileSync(new URL('../reconnect-policy.json', import.meta.url)));

test('the reasons are the same ones', () => {
  assert.deepEqual(Object.keys(policy.reasons).sort(), Object.keys(net.reasons).sort());
});

for (const [reason, action] of Object.entries(net.reasons)) {
  test(`${reason}: ${action}`, () => assert.equal(decide({ reason, status: 410 }), action));
}

test('statuses', () => {
  for (const [status, action] of Object.entries(net.statuses)) {
    assert.equal(decide({ status: Number(status) }), action, status);
  }
});

test('close codes', () => {
  for (const [code, action] of Object.entries(net.closeCodes)) {
    assert.equal(decide({ code: Number(code) }), action, code);
  }
});

test('what is known of one end is weighed in the same way', () => {
  for (const { end, action } of net.decisions) {
    assert.equal(decide(end), action, JSON.stringify(end));
  }
});

for (const { name, steps } of net.sequences) {
  test(`in a row: ${name}`, () => {
    let time = 0;
    const next = createSchedule({ random: () => 0.5, now: () => time });
    for (const { pause, openFor, end, action, delay, refresh } of steps) {
      time += pause + openFor;
      const step = next(end, openFor);
      time += step.delay;
      assert.deepEqual(step, { action, delay, refresh });
    }
  });
}

test('the advice of an attempt counts where the reason is unknown', () => {
  assert.equal(decide({ reason: 'an_own_reason', retry: 'stop' }), 'stop');
  assert.equal(decide({ reason: 'an_own_reason', retry: 'refresh_credential' }), 'refresh');
  assert.equal(decide({ reason: 'refused_elsewhere', retry: 'wait' }), 'wait');
  assert.equal(decide({ reason: 'an_own_reason', retry: 'constructor' }), 'retry');
  assert.equal(decide({ reason: 'toString' }), 'retry');
});
