// Makes a key pair with jose and signs with it; prints {"token", "jwk", "pem"}. Input: ALGORITHM, SUBJECT, ISSUER, KEY_ID.
import { SignJWT, exportJWK, exportSPKI, generateKeyPair } from 'jose';

const { ALGORITHM, SUBJECT, ISSUER, KEY_ID } = process.env;
const { privateKey, publicKey } = await generateKeyPair(ALGORITHM);
const token = await new SignJWT()
  .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID, typ: 'JWT' })
  .setSubject(SUBJECT)
  .setIssuer(ISSUER)
  .setExpirationTime('5m')
  .sign(privateKey);
const jwk = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: ALGORITHM, use: 'sig' };
console.log(JSON.stringify({ token, jwk: JSON.stringify(jwk), pem: await exportSPKI(publicKey) }));
