# Mints with PyJWT; prints {"token": …}. Input: SECRET_ORDER and its variables, ALGORITHM, SUBJECT.
import json
import os
import time

import jwt

secret = next(value for name in os.environ["SECRET_ORDER"].split(",") if (value := os.environ.get(name)))
claims = {"sub": os.environ["SUBJECT"], "exp": int(time.time()) + 300}
print(json.dumps({"token": jwt.encode(claims, secret, os.environ["ALGORITHM"])}))
