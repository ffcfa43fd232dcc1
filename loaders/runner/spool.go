package runner

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/entente-graph/entente/graph/form"
)

// spool keeps items in a temporary file from when they are read until they are written. It is a sequence of chunks,
// each with its length before it. A chunk can be read by itself.
type spool struct {
	spill *spill
	file  *os.File
	out   *bufio.Writer
	chunk *form.Writer
	words *form.Dictionary
}

// chunkBytes is about how long a chunk is.
const chunkBytes = 1 << 20

func (s *spill) spool() *spool {
	words := form.NewDictionary()
	p := &spool{spill: s, file: s.create(), chunk: form.NewWriter(words), words: words}
	p.out = bufio.NewWriter(p.file)
	s.spools = append(s.spools, p)
	return p
}

func (p *spool) add(it *item) {
	w := p.chunk
	w.Text(it.locator)
	w.Uint(uint64(it.rows))
	w.Text(asJSON(it.rejected, it.rejected != nil))
	w.Text(asJSON(it.origin, it.origin != nil))
	w.Uint(uint64(len(it.nodes)))
	for i := range it.nodes {
		w.NodeKey(&it.nodes[i])
		w.Node(&it.nodes[i])
	}
	w.Uint(uint64(len(it.relationships)))
	for i := range it.relationships {
		w.RelationshipKey(&it.relationships[i])
		w.Relationship(&it.relationships[i])
	}
	if len(w.Bytes) >= chunkBytes {
		p.cut()
	}
}

// cut writes the chunk out and begins another.
func (p *spool) cut() {
	if p.spill.err == nil {
		_, _ = p.out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(p.chunk.Bytes))))
		if _, err := p.out.Write(p.chunk.Bytes); err != nil { // it has that of the length, too
			p.spill.fail(err)
		}
	}
	p.chunk.Bytes = p.chunk.Bytes[:0]
	p.words.Forget()
	p.chunk.Renumber()
}

// each calls f with the items, in order.
func (p *spool) each(f func(item) error) error {
	if len(p.chunk.Bytes) > 0 {
		p.cut()
	}
	if err := p.out.Flush(); err != nil {
		p.spill.fail(err)
	}
	for at := int64(0); p.spill.err == nil; {
		var size [4]byte
		_, err := p.file.ReadAt(size[:], at)
		if errors.Is(err, io.EOF) {
			break
		}
		chunk := make([]byte, binary.BigEndian.Uint32(size[:]))
		if err == nil {
			_, err = p.file.ReadAt(chunk, at+int64(len(size)))
		}
		if err != nil {
			p.spill.fail(err)
			break
		}
		at += int64(len(size) + len(chunk))
		r := form.Reader{Bytes: string(chunk), Texts: new(ownTexts)}
		for r.Bytes != "" {
			it := readItem(&r)
			if r.Bad {
				p.spill.fail(errors.New("damaged"))
				break
			}
			if err := f(it); err != nil {
				return err
			}
		}
	}
	return p.spill.err
}

func readItem(r *form.Reader) (it item) {
	it.locator, it.rows = r.Text(), int(r.Uint())
	ofJSON(r, &it.rejected)
	ofJSON(r, &it.origin)
	for range r.Count() {
		n := r.NodeKey()
		r.Node(&n)
		n.Discriminator, n.Locator = strings.Clone(n.Discriminator), strings.Clone(n.Locator) // they may be kept
		it.nodes = append(it.nodes, n)
	}
	for range r.Count() {
		rel := r.RelationshipKey()
		r.Relationship(&rel)
		it.relationships = append(it.relationships, rel)
	}
	return it
}

// ownTexts are a Glossary whose texts do not keep the chunk in memory.
type ownTexts struct{ form.Glossary }

// Met implements form.Texts.
func (t *ownTexts) Met(text string) (any, uint64) { return t.Glossary.Met(strings.Clone(text)) }

// asJSON is for what few items have.
func asJSON(v any, has bool) string {
	if !has {
		return ""
	}
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts and numbers always marshal
	}
	return string(text)
}

func ofJSON(r *form.Reader, into any) {
	if text := r.Text(); text != "" && json.Unmarshal([]byte(text), into) != nil {
		r.Bad = true
	}
}
