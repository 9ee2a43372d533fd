"""A relay of mail for tests: aiosmtpd, a server of SMTP for Python (Apache-2.0, kept).

relay.py FOLDER PORT plain|starttls|smtps [CERTIFICATE KEY]

Each mail that it takes becomes a file of the folder, in its order, with headers and text as a reader
shows them. Recipients whose address begins
with «refused» are refused for good, with «later» for now; a mail to «held» is kept, and its sender
never answered. With TLS, who sends gives the name «tournee» and the password «secret é».
It prints its port, and ends with its input.
"""

import asyncio
import email
import email.policy
import itertools
import os
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

FOLDER, PORT, MODE, *FILES = sys.argv[1:]
NUMBERS = itertools.count(len(list(pathlib.Path(FOLDER).glob("*.eml"))))


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 No such mailbox"
        if address.startswith("later"):
            return "451 4.3.0 Come again"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        name = "%04d" % next(NUMBERS)
        kept = pathlib.Path(FOLDER, name + ".part")
        to = ", ".join(envelope.rcpt_tos)
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        head = ["Recipient: " + to] + [f"{name}: {value}" for name, value in mail.items()]
        kept.write_text("\n".join(head) + "\n\n" + mail.get_content(), encoding="utf-8")
        kept.rename(kept.with_suffix(".eml"))
        if to.startswith("held"):
            await asyncio.sleep(3600)
        return "250 2.0.0 Taken"


def authenticate(server, session, envelope, mechanism, data):
    known = (data.login, data.password) == (b"tournee", "secret é".encode())
    return AuthResult(success=known, handled=False)


async def main():
    context = None
    if MODE != "plain":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*FILES)

    def protocol():
        options = {"hostname": "relay.example", "enable_SMTPUTF8": True}
        if MODE == "starttls":
            options |= {"tls_context": context, "require_starttls": True}
        if MODE != "plain":
            options |= {"authenticator": authenticate, "auth_required": True}
        if MODE == "smtps":
            options |= {"auth_require_tls": False}
        return SMTP(Handler(), **options)

    loop = asyncio.get_running_loop()
    wrapped = context if MODE == "smtps" else None
    server = await loop.create_server(protocol, "127.0.0.1", int(PORT), ssl=wrapped)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    # Conversations that hang do not hold the end up.
    os._exit(0)


asyncio.run(main())
