// A plain tus 1.0 server from npm:  node server.mjs MODULES FOLDER [HOST [PORT]]. Prints its port, serves until killed.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, folder, host, port] = process.argv.slice(2);
const find = createRequire(`${modules}/`);
const { Server } = await import(pathToFileURL(find.resolve("@tus/server")));
const { FileStore } = await import(pathToFileURL(find.resolve("@tus/file-store")));
const server = new Server({ path: "/files", datastore: new FileStore({ directory: folder }), relativeLocation: true });
const listening = server.listen({ host: host ?? "127.0.0.1", port: Number(port ?? 0) }, () => {
  console.log(listening.address().port);
});
