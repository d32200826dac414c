// Reads the .env files that are named and prints what the package dotenv makes of each: a JSON array of objects.
'use strict';

const fs = require('fs');
const dotenv = require('dotenv');

console.log(JSON.stringify(process.argv.slice(2).map((file) => dotenv.parse(fs.readFileSync(file)))));
