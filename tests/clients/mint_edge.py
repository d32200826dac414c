# Mints an edge token, as a Python client does, and prints it as one line of JSON.
# Input by environment variables: SECRET, AGENT, PHONE, TIME (unix seconds).
import base64
import hashlib
import hmac
import json
import os

message = ":".join(os.environ[name] for name in ("AGENT", "PHONE", "TIME"))
signature = hmac.new(os.environ["SECRET"].encode(), message.encode(), hashlib.sha256).hexdigest()
print(json.dumps({"token": base64.b64encode(f"{message}:{signature}".encode()).decode()}))
