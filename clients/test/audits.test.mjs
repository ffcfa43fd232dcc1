// The audits that the working group of GraphQL over HTTP keeps: all of them, the "may" among them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { serverAudits } from "graphql-http";
import { serve } from "./server.mjs";

let server;
before(async () => { server = await serve(); });
after(() => server.stop());

for (const audit of serverAudits({ url: () => `${server.address}/graphql` })) {
  test(`${audit.id} ${audit.name}`, async () => {
    const result = await audit.fn();
    assert.equal(result.status, "ok", result.reason);
  });
}
