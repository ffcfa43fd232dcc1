// Names in sentences.

/** A name as a sentence has it: "the United Kingdom", "Japan". */
export function called(name: string): string {
  return /^(Kingdom|Republic|Union) of |(Kingdom|States|Union|Netherlands|Philippines|Emirates|Empire|Reich|Republic|Federation|Islands|Bahamas|Comoros|Gambia|Maldives|Organization)$/.test(name) ? `the ${name}` : name;
}

/** An article as a line names it: "Art. 5"; nothing where its number is not known, for then the treaty alone is named. */
export function articled(article: { number: string } | null | undefined): string {
  return article?.number ? `Art. ${article.number}` : "";
}
