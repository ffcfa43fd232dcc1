// Package document tags a text: it finds the actors, weapon systems, treaties and places that a report, an article or a
// paper names, and proposes events that somebody may want to check.
//
//	file ──▶ text ──▶ sentences ──▶ words ──▶ names of the dictionary ──▶ MENTIONS
//	                                          dates, figures, verbs    ──▶ Event, status CANDIDATE
//
// # Files
//
// Plain text (UTF-8, UTF-16 with a byte order mark, else Windows-1252, or -o encoding=NAME), HTML (what a reader sees:
// no scripts, styles, navigation, forms, footers; only the article where the page marks one) and PDF with a text layer.
// Each file is one Source, "source:document-" and the file's name with a hash of it: a document of the same name takes
// the place of the one loaded before. Title, publisher, date and address come from the page's own metadata, from lines
// such as "Date: 15 October 2024" at the head of a text, or from the options title=, publisher=, date=, url=. Data are
// refused, with the dataset that takes them: a text that is one table, JSON, XML, workbooks, archives. A report may
// hold tables.
//
// Field mapping:
//
//	file            → Source: name (the title), publisher, date, url
//	name in a text  → MENTIONS: start and end (characters of the text, from 0, end exclusive), phrase, sentence
//	                  (at most 300 characters, white space made one space), its dates and figures, locator
//	                  (line, or page of a PDF)
//	verb with two actors and a date in one sentence → Event: eventType and mode (PLOVER), period, quotation, note;
//	                  ACTOR_IN, RECIPIENT_OF, INVOLVES (weapon systems, treaties), LOCATED_AT of the same sentence
//
// Offsets count the characters of the text as it was decoded or, for HTML and PDF, as it was extracted. A PDF file is
// read in a process of its own (ReadPDFApart).
//
// # Names
//
// The dictionary is every name and alias of the bundled table, of the user's aliases and of the store
// (loaders.Dictionary). Codes are no names. The longest name that starts furthest left wins, by whole words, after
// folding case and diacritics; "'s" belongs to no name. A name never goes on past a comma, a full stop or the end of a
// paragraph unless it is written so (over the end of a line it does, also at a hyphen there), and one that a hyphen
// and a number follow ("Hwasong-99") is another name. A name of one word has to be written with a capital where the
// dictionary does, unless a state bears it; one of one or two letters ("US", "K9"), an abbreviation of three, and one
// that is an English word as well ("Quad") has to be written exactly so. "North" alone is nobody; a state's name means
// the state and not a place of that name. Where several nodes bear a name on the document's day, or none does and
// several once did, nothing is linked: the name is counted and reported, as unknown and in a warning. Of a document
// without a date the last day that it names counts, since it was written then or later. Adjectives ("Russian") are
// tagged only where the dictionary has them.
//
// # Dates and figures
//
// Dates are read as 2024-10-15, 15 October 2024, Oct. 15, 2024, 15-17 October 2024, October 2024, 2024년 10월 15일 and
// 2024年10月15日. "On Monday", "last week", "15 October" and 10/15/24 are not guessed. Figures are numbers with one of
// the units km, m, kg, t, soldiers, troops, people, missiles, percent, USD and the like. Both are kept with the
// mentions of their sentence, in one spelling ("10000 troops"), and with candidate events: the date is the event's
// period, the figures are in its note.
//
// # Candidate events
//
// A sentence with exactly one date, a verb of verbs.yaml in the past tense and not denied, doubted or future, and an
// actor on either side of it (or, for verbs such as "met", two on one side) gives an Event with status CANDIDATE and
// confidence 20. Actors are those nearest to the verb; in the passive voice the one after "by" acts. It is a proposal
// by a program, for a person to confirm: the API shows it only to those who ask for candidates.
//
// # Bounds
//
// 32 MB a file, 8 million characters of text, 5,000 pages, a minute and 1 GB of memory for a PDF, 10,000 mentions and
// 1,000 candidate events a document, events only from sentences of up to 2,000 bytes, 3 million names. What is beyond
// is refused, or counted in a warning.
package document
