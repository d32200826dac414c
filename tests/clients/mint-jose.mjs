// Mints with jose; prints {"token": …}. Input: SECRET_ORDER and its variables, ALGORITHM, SUBJECT.
import { SignJWT } from 'jose';
import { findSecret } from './secret.js';

const token = await new SignJWT()
  .setProtectedHeader({ alg: process.env.ALGORITHM })
  .setSubject(process.env.SUBJECT)
  .setExpirationTime('5m')
  .sign(new TextEncoder().encode(findSecret()));
console.log(JSON.stringify({ token }));
