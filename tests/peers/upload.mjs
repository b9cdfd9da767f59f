// One file to a tus server with tus-js-client:  node upload.mjs MODULES ENDPOINT FILE [CHUNK [SESSION]]
// Prints the upload's URL. Retries until it is killed, one second apart.
import { createReadStream, statSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, endpoint, file, chunk, session] = process.argv.slice(2);
const tus = createRequire(`${modules}/`)("tus-js-client");
const upload = new tus.Upload(createReadStream(file), {
  endpoint,
  chunkSize: Number(chunk ?? 262144),
  uploadSize: statSync(file).size,
  retryDelays: Array(1000).fill(1000),
  headers: session ? { Authorization: `Bearer ${session}` } : {},
  metadata: { filename: "paper.pdf", filetype: "application/pdf" },
  onError: (error) => { console.error(String(error)); process.exit(1); },
  onSuccess: () => { console.log(upload.url); process.exit(0); },
});
upload.start();
