// Mints an edge token, as a Node client does, and prints it as one line of JSON.
// Input by environment variables: SECRET, AGENT, PHONE, TIME (unix seconds).
'use strict';

const { createHmac } = require('crypto');

const { SECRET, AGENT, PHONE, TIME } = process.env;
const message = `${AGENT}:${PHONE}:${TIME}`;
const signature = createHmac('sha256', SECRET).update(message).digest('hex');
console.log(JSON.stringify({ token: Buffer.from(`${message}:${signature}`).toString('base64') }));
