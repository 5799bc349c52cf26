"""Start what is measured: Pulse as it runs for real, and nginx with a file."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
WORKERS = 2


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def manage(environment: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment, check=True)


def wait_for(url: str, seconds: float = 60) -> None:
    """Return when `url` answers; raise TimeoutError when it does not within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{url} does not answer")


@contextlib.contextmanager
def pulse(
    environment: dict[str, str],
    port: int,
    changes: dict[str, str] | None = None,
    application: str = "config.wsgi:application",
) -> Iterator[int]:
    """Run the web server with the Procfile's own line, but for `changes` of options; yield its first process's id."""
    line = next(row for row in (ROOT / "Procfile").read_text().splitlines() if row.startswith("web:"))
    for option, value in (changes or {}).items():
        line, count = re.subn(rf"(?<= {option} )\S+", value, line)
        assert count == 1, option
    line = line.replace("config.wsgi:application", application)
    environment = {
        **environment,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_CONCURRENCY": str(WORKERS),
        "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}",
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    }
    process = subprocess.Popen(["sh", "-c", line.partition(":")[2]], cwd=ROOT, env=environment)
    try:
        wait_for(f"http://127.0.0.1:{port}/opensearch.xml")
        yield process.pid
    finally:
        process.terminate()
        # A worker that is only starting does not hear of it, and is ended by --workers-kill-timeout.
        process.wait(timeout=60)


@contextlib.contextmanager
def nginx(folder: Path, port: int, file: str = "article.html") -> Iterator[int]:
    """Serve `folder`, in which `file` is, with gzip_static, two workers: the limit of this machine. Yield the port."""
    (folder / "nginx.conf").write_text(
        f"""worker_processes {WORKERS};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; open_file_cache max=100 inactive=60s;
  default_type text/html;
  client_body_temp_path {folder}/tmp; proxy_temp_path {folder}/tmp; fastcgi_temp_path {folder}/tmp;
  uwsgi_temp_path {folder}/tmp; scgi_temp_path {folder}/tmp;
  server {{ listen 127.0.0.1:{port}; root {folder}; gzip_static on; }}
}}
"""
    )
    folder.chmod(0o755)
    process = subprocess.Popen([nginx_path() or "nginx", "-c", str(folder / "nginx.conf"), "-g", "daemon off;"])
    try:
        wait_for(f"http://127.0.0.1:{port}/{file}")
        yield port
    finally:
        process.terminate()
        process.wait(timeout=10)


def nginx_path() -> str | None:
    return shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


def children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(entry.read_text().rsplit(")", 1)[1].split()[1]) == pid:
                found.append(int(entry.parent.name))
    return found


def peak_memory(pid: int) -> float:
    """Return the largest resident set a process has had, in MB (Linux, VmHWM)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
