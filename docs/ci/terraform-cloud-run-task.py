#!/usr/bin/env python3
"""A run task for HCP Terraform and Terraform Enterprise: judges the plan of a run with tollgate and answers.

Run it where the platform can reach it (stage "post plan"), behind TLS, with
  HMAC_KEY  the key that the run task was given, without which anybody could call this server
  PORT      the port to listen on (8080 unless set)
and tollgate on the path. Only Python's own library is used.
"""
import hashlib
import hmac
import json
import os
import subprocess
import tempfile
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = os.environ["HMAC_KEY"].encode()
MAX_BODY = 1 << 20


def call(url, token, method="GET", body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/vnd.api+json"}
    with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method), timeout=60) as answer:
        return answer.read()


def judge(task):
    token = task["access_token"]
    with tempfile.TemporaryDirectory() as directory:
        plan = os.path.join(directory, "plan.json")
        with open(plan, "wb") as file:
            file.write(call(task["plan_json_api_url"], token))
        command = ["tollgate", "check", "--isolated", "--plan", plan, "--format", "compact"]
        run = subprocess.run(command, cwd=directory, capture_output=True, text=True, timeout=300)
    status = "passed" if run.returncode == 0 else "failed"
    lines = [line for line in (run.stdout or run.stderr).splitlines() if line]
    message = lines[0][:200] if lines else "no findings"
    if len(lines) > 1:
        message += f" (and {len(lines) - 1} more)"
    return status, message


def answer(task):
    """Tells the platform what came of it, also when nothing did: a run would wait for an answer otherwise."""
    try:
        status, message = judge(task)
    except (OSError, subprocess.SubprocessError) as error:
        status, message = "failed", f"the plan was not judged: {type(error).__name__}"
    result = {"data": {"type": "task-results", "attributes": {"status": status, "message": message}}}
    call(task["task_result_callback_url"], task["access_token"], "PATCH", result)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        if length > MAX_BODY:
            return self.answer(413)
        body = self.rfile.read(length)
        expected = hmac.new(KEY, body, hashlib.sha512).hexdigest()
        if not hmac.compare_digest(expected, self.headers.get("X-TFC-Task-Signature", "")):
            return self.answer(401)
        task = json.loads(body)
        self.answer(200)
        # The platform asks with a test token when the task is set up; there is nothing to judge then.
        if task.get("access_token") != "test-token":
            threading.Thread(target=answer, args=(task,), daemon=True).start()

    def answer(self, status):
        self.send_response(status)
        self.end_headers()


if __name__ == "__main__":
    ThreadingHTTPServer(("", int(os.environ.get("PORT", "8080"))), Handler).serve_forever()
