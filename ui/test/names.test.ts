import assert from "node:assert/strict";
import { test } from "node:test";
import { article, called } from "../src/names";

test("names take the article that they have in a sentence", () => {
  for (const [name, want] of Object.entries({
    "Kingdom of Serbia": "the Kingdom of Serbia", "Democratic Republic of the Congo": "the Democratic Republic of the Congo",
    "United States": "the United States", "Falkland Islands": "the Falkland Islands", "East Sea (Sea of Japan)": "the East Sea (Sea of Japan)",
    Japan: "Japan", "The Hague": "The Hague",
  })) assert.equal(called(name), want);
});

test("numbered protocols take no article", () => {
  assert.equal(article("Additional Protocol II to the Treaty"), "");
  assert.equal(article("Protocol 5 to the treaty"), "");
  assert.equal(article("Protocol of Sèvres"), "the ");
});
