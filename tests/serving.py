"""A running ``backissue serve``, as the tests talk to it."""

from __future__ import annotations

import contextlib
import http.client
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path


class Server:
    """A running ``backissue serve``."""

    def __init__(self, root: Path, *arguments: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        command = [sys.executable, "-m", "generator", "serve", "--no-search"]
        command += ["-s", str(root), "--port", str(self.port), *arguments]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        assert self.process.stdout is not None
        self.lines = iter(self.process.stdout)
        self.wait_for("http://")

    def wait_for(self, text: str) -> str:
        """Return the next line of the server's terminal that holds this text."""
        for line in self.lines:
            if text in line:
                return line
        raise AssertionError(f"the server ended without saying {text!r}")

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest("GET", path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        body = response.read().decode("utf-8", "replace")
        connection.close()
        return response.status, body

    def send(self, *parts: bytes, wait: float = 10) -> bytes:
        """Send bytes as they are, and return all that is answered until the connection ends."""
        answer = b""
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=wait) as connection,
            contextlib.suppress(ConnectionError),  # it has heard enough
        ):
            for part in parts:
                connection.sendall(part)
            with contextlib.suppress(OSError):  # it has hung up already
                connection.shutdown(socket.SHUT_WR)
            while data := connection.recv(65536):
                answer += data
        return answer

    def stop(self) -> int:
        """Interrupt it, as a person does with Ctrl-C, and return its exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def stop_when_read(self, reader: threading.Thread) -> int:
        """Interrupt it while somebody else reads all that it says; return its exit code."""
        self.process.send_signal(signal.SIGINT)
        reader.join(timeout=20)
        code = self.process.wait(timeout=20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def stop_and_tell(self) -> str:
        """Interrupt it; it must end well. Return what it has said since it was last listened to."""
        self.process.send_signal(signal.SIGINT)
        told = "".join(self.lines)
        assert self.process.wait(timeout=20) == 0
        assert self.process.stdout is not None
        self.process.stdout.close()
        return told
