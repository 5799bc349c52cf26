"""The least a WSGI application can do: send what another server sent. It shows what the web server itself takes."""

import http.client
import os

HOP_BY_HOP = ("connection", "date", "server", "transfer-encoding")

answers: dict[str, tuple[list[tuple[str, str]], list[bytes]]] = {}


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path not in answers:
        answers[path] = asked(path)
    headers, body = answers[path]
    start_response("200 OK", headers)
    return body


def asked(path: str) -> tuple[list[tuple[str, str]], list[bytes]]:
    connection = http.client.HTTPConnection(os.environ["BARE_SENDS"], timeout=60)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    return [row for row in response.getheaders() if row[0].lower() not in HOP_BY_HOP], [body]
