// Names in sentences.

// The nouns that take the article where a name ends in one or has one before "of", as in graph/alliance/words.go.
const withArticle = new Set((
  "Alliance Bahamas Commonwealth Community Comoros Confederation Council Duchy Emirate Emirates Empire Federation Gambia Islands Kingdom " +
  "League Line Maldives Netherlands Organisation Organization Pacific Philippines Principality Reich Republic Sea See Sicilies State States " +
  "Sultanate Union region"
).split(" "));

/** A name as a sentence has it: "the United Kingdom", "the Democratic Republic of the Congo", "Japan". */
export function called(name: string): string {
  const head = name.split(" (")[0]!.split(" of ")[0]!;
  return withArticle.has(head.slice(head.lastIndexOf(" ") + 1)) ? `${article(name)}${name}` : name;
}

/** The article that a title takes in a sentence, with a space; nothing where it has one, or a number in place of it: "Additional Protocol II". */
export function article(title: string): string {
  return /^the /i.test(title) || /^(Additional |Optional )?Protocol (No\.? ?)?([0-9]+|[IVX]+)\b/.test(title) ? "" : "the ";
}

/** An article as a line names it: "Art. 5"; nothing where its number is not known, for then the treaty alone is named. */
export function articled(article: { number: string } | null | undefined): string {
  return article?.number ? `Art. ${article.number}` : "";
}
