// Verifies with jose; prints {"subject": …} or {"error": …}. Input: SECRET_ORDER and its variables, ALGORITHM, TOKEN.
import { jwtVerify } from 'jose';
import { findSecret } from './secret.js';

let outcome;
try {
  const { payload } = await jwtVerify(process.env.TOKEN, new TextEncoder().encode(findSecret()), {
    algorithms: [process.env.ALGORITHM],
  });
  outcome = { subject: payload.sub };
} catch (error) {
  outcome = { error: error.code };
}
console.log(JSON.stringify(outcome));
