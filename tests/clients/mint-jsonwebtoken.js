// Mints with jsonwebtoken; prints {"token": …}. Input: SECRET_ORDER and its variables, ALGORITHM, SUBJECT.
'use strict';

const jsonwebtoken = require('jsonwebtoken');
const { findSecret } = require('./secret.js');

const token = jsonwebtoken.sign({ sub: process.env.SUBJECT }, findSecret(), {
  algorithm: process.env.ALGORITHM,
  expiresIn: 300,
});
console.log(JSON.stringify({ token }));
