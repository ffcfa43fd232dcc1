// Names in sentences.

/** A name as a sentence has it: "the United Kingdom", "Japan". */
export function called(name: string): string {
  return /^(Kingdom|Republic|Union) of |(Kingdom|States|Union|Netherlands|Philippines|Emirates|Empire|Reich|Republic|Federation|Islands|Bahamas|Comoros|Gambia|Maldives|Organization)$/.test(name) ? `the ${name}` : name;
}
