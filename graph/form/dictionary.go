package form

// longestWord bounds, in bytes, the texts that a Dictionary and a Glossary take in.
const longestWord = 64

// Dictionary is Words that numbers texts as they come, for what is read by itself with a Glossary.
type Dictionary struct{ numbers map[string]uint64 }

// NewDictionary makes one that is empty.
func NewDictionary() *Dictionary { return &Dictionary{map[string]uint64{}} }

// Forget makes it empty again.
func (d *Dictionary) Forget() { clear(d.numbers) }

// Number implements Words.
func (d *Dictionary) Number(text string) uint64 {
	n, ok := d.numbers[text]
	if !ok && len(text) <= longestWord {
		d.numbers[text] = uint64(len(d.numbers)) + 1
	}
	return n
}

// Again implements Words.
func (*Dictionary) Again(string) bool { return true }

// Glossary is Texts that a Dictionary has numbered, as far as they were met, each put into its interface once.
type Glossary []any

// At implements Texts.
func (g *Glossary) At(n uint64) (any, bool) {
	if n > uint64(len(*g)) {
		return nil, false
	}
	return (*g)[n-1], true
}

// Met implements Texts.
func (g *Glossary) Met(text string) (any, uint64) {
	var v any = text
	if len(text) > longestWord {
		return v, 0
	}
	*g = append(*g, v)
	return v, uint64(len(*g))
}
