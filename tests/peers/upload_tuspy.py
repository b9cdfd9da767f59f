"""One file to a tus server with tuspy: ENDPOINT FILE [CHUNK [SESSION]]. Tells the URL; retries until killed."""

import sys
import time

from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

endpoint, file, chunk, session = [*sys.argv[1:], "", ""][:4]
client = TusClient(endpoint, headers={"Authorization": f"Bearer {session}"} if session else {})
while True:
    try:
        uploader = client.uploader(
            file,
            chunk_size=int(chunk or sys.maxsize),
            retries=10_000,
            retry_delay=2,
            metadata={"filename": "paper.pdf"},
        )
        break
    except TusCommunicationError:
        time.sleep(2)
uploader.upload()
sys.stdout.write(uploader.url)
