// Verifies with jsonwebtoken; prints {"subject": …} or {"error": …}. Input: SECRET_ORDER and its variables, ALGORITHM, TOKEN.
'use strict';

const jsonwebtoken = require('jsonwebtoken');
const { findSecret } = require('./secret.js');

let outcome;
try {
  outcome = {
    subject: jsonwebtoken.verify(process.env.TOKEN, findSecret(), { algorithms: [process.env.ALGORITHM] }).sub,
  };
} catch (error) {
  outcome = { error: error.message };
}
console.log(JSON.stringify(outcome));
