"""Reads the .env files that are named and prints what python-dotenv makes of each: a JSON array of objects."""

import json
import logging
import sys

import dotenv

logging.disable(logging.CRITICAL)
print(json.dumps([{k: v for k, v in dotenv.dotenv_values(f).items() if v is not None} for f in sys.argv[1:]]))
