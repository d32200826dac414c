# Verifies with PyJWT; prints {"subject": …} or {"error": …}. Input: SECRET_ORDER and its variables, ALGORITHM, TOKEN.
import json
import os

import jwt

secret = next(value for name in os.environ["SECRET_ORDER"].split(",") if (value := os.environ.get(name)))
try:
    outcome = {"subject": jwt.decode(os.environ["TOKEN"], secret, algorithms=[os.environ["ALGORITHM"]])["sub"]}
except jwt.InvalidTokenError as error:
    outcome = {"error": type(error).__name__}
print(json.dumps(outcome))
