import assert from "node:assert/strict";
import { test } from "node:test";
import { csv, graphML } from "../src/formats";
import { asInput, changeWords, readChange, writeChange } from "../src/whatif";

test("changes of treaties are read from the address and written into it", () => {
  for (const [text, input] of [
    ["withdraw:treaty:nato-1949:state:USA", { withdraw: { treaty: "treaty:nato-1949", party: "state:USA" } }],
    ["suspend:treaty:nato-1949", { suspend: "treaty:nato-1949" }],
    ["enter:treaty:nato-1949", { enterIntoForce: "treaty:nato-1949" }],
    ["end:treaty:nato-1949", { end: "treaty:nato-1949" }],
    ["amend:treaty:nato-1949:CONSUL", { amend: { treaty: "treaty:nato-1949", type: "CONSUL" } }],
    ["add:DEFENSE:state:JPN,state:KOR", { add: { parties: ["state:JPN", "state:KOR"], type: "DEFENSE" } }],
  ] as const) {
    const change = readChange(text);
    assert.ok(change, text);
    assert.deepEqual(asInput(change), input);
    assert.equal(writeChange(change), text);
    assert.equal(readChange(`-${text}`)?.on, false);
    assert.ok(changeWords(change, (id) => id).length > 10);
  }
  for (const text of ["", "withdraw:treaty:x", "add:LOVE:state:A,state:B", "add:DEFENSE:state:A", "burn:treaty:x", "end:state:USA"]) assert.equal(readChange(text), null, text);
});

test("a cell that a spreadsheet would compute stays text", () => {
  const text = csv([["a", "=cmd()", "-5", "+x", "say \"hi\", she"], ["@x", "b\nc", "", "\u202e", "<script>"]]);
  assert.equal(text, "\ufeffa,'=cmd(),-5,'+x,\"say \"\"hi\"\", she\"\r\n'@x,\"b\nc\",,\u202e,<script>\r\n");
});

test("GraphML keeps parallel lines and holds any name", () => {
  const line = (id: string) => ({ id, from: "a", to: "b", type: "ALLIED_WITH", period: "since 1949" });
  const text = graphML([{ id: "a", label: "STATE", name: "<b>\u0000&" }, { id: "b", label: "STATE", name: "B" }], [line("1"), line("2")], "x -- y");
  assert.equal(text.match(/<edge /g)?.length, 2);
  assert.ok(text.includes("&#60;b&#62;&#38;") && !text.includes("\u0000") && !text.includes("x -- y"));
});
