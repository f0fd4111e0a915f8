# aiosmtpd takes each mail, Python's email package reads it, and what it read is printed as JSON, one line a mail.
import email.policy
import json
import time

from aiosmtpd.controller import Controller


class Reader:
    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        leaves = [part for part in mail.walk() if not part.is_multipart()]
        print(json.dumps({
            "mail_from": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "headers": dict(mail.items()),
            "parts": [part.get_content_type() for part in leaves],
            "plain": mail.get_body(["plain"]).get_content(),
            "html": mail.get_body(["html"]).get_content(),
            "defects": [str(defect) for part in mail.walk() for defect in part.defects],
        }), flush=True)
        return "250 taken"


class OnFreePort(Controller):
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


controller = OnFreePort(Reader(), hostname="127.0.0.1", port=0)
controller.start()
print(controller.port, flush=True)
while True:
    time.sleep(3600)
