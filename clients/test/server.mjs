// The real binary: that of ENTENTE, or of `make build`.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const binary = process.env.ENTENTE ?? fileURLToPath(new URL("../../bin/entente", import.meta.url));

/** Starts a server with the bundled data in memory. */
export async function serve(...flags) {
  const child = spawn(binary, ["serve", "--store", "memory:", "--listen", "127.0.0.1:0", "--log-level", "error", ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const failed = new Promise((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  failed.catch(() => {});
  const lines = createInterface({ input: child.stdout });
  const first = new Promise((resolve) => lines.once("line", resolve));
  const address = /http:\/\/[0-9.:]+/.exec(await Promise.race([first, failed]))[0];
  return {
    address,
    stop: () => new Promise((resolve) => { child.once("close", resolve); child.kill("SIGTERM"); }),
  };
}

/** A fetch that keeps the bodies sent. */
export function recorded() {
  const sent = [];
  const send = async (url, options) => {
    sent.push(options?.body ? JSON.parse(options.body) : Object.fromEntries(new URL(url).searchParams));
    return fetch(url, options);
  };
  return { sent, fetch: send };
}
