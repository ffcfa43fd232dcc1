package graph

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math/bits"
	"strconv"
)

// Hash is 128 bits of a SHA-256.
type Hash [16]byte

// Hash is a hash of the record's content: two records of one hash say the same. Part, which says only how the record
// came, does not count.
func (r NodeRecord) Hash() Hash {
	r.Part = ""
	return hashOf(r.canonical(make([]byte, 0, 512)))
}

// Hash is a hash of the record's content.
func (r RelationshipRecord) Hash() Hash {
	r.Part = ""
	return hashOf(r.canonical(make([]byte, 0, 512)))
}

func hashOf(content []byte) Hash {
	sum := sha256.Sum256(content)
	return Hash(sum[:16])
}

// canonical writes the record as encoding/json does, byte for byte (a test compares them), in a third of the time:
// hashing is half of the work of finding out that a file has not changed.
func (r *NodeRecord) canonical(b []byte) []byte {
	b = appendField(b, "{\"id\":", string(r.ID))
	b = appendField(b, ",\"label\":", string(r.Label))
	b = appendField(b, ",\"dataset\":", string(r.Dataset))
	b = appendOptional(b, ",\"discriminator\":", r.Discriminator)
	b = appendOptional(b, ",\"part\":", r.Part)
	b = strconv.AppendInt(append(b, ",\"priority\":"...), int64(r.Priority), 10)
	b = r.Properties.canonical(b)
	return appendProvenance(b, r.Source, r.Locator, r.Confidence, false)
}

func (r *RelationshipRecord) canonical(b []byte) []byte {
	b = appendField(b, "{\"type\":", string(r.Type))
	b = appendField(b, ",\"from\":", string(r.From))
	b = appendField(b, ",\"to\":", string(r.To))
	b = appendOptional(b, ",\"discriminator\":", r.Discriminator)
	b = appendField(b, ",\"dataset\":", string(r.Dataset))
	b = appendOptional(b, ",\"part\":", r.Part)
	b = r.Properties.canonical(b)
	return appendProvenance(b, r.Source, r.Locator, r.Confidence, r.Derived)
}

func appendProvenance(b []byte, source ID, locator string, confidence *int, derived bool) []byte {
	b = appendOptional(b, ",\"source\":", string(source))
	b = appendOptional(b, ",\"locator\":", locator)
	if confidence != nil {
		b = strconv.AppendInt(append(b, ",\"confidence\":"...), int64(*confidence), 10)
	}
	if derived {
		b = append(b, ",\"derived\":true"...)
	}
	return append(b, '}')
}

// canonical appends the properties in the order of their names, nothing where there are none.
func (p Properties) canonical(b []byte) []byte {
	if len(p) == 0 {
		return b
	}
	sorted := p.AppendSorted(make([]Property, 0, 16))
	b = append(b, ",\"properties\":"...)
	for i := range sorted {
		separator := ","
		if i == 0 {
			separator = "{"
		}
		b = append(appendText(append(b, separator...), sorted[i].Name), ':')
		switch v := sorted[i].Value.(type) {
		case string:
			b = appendText(b, v)
		case bool:
			b = strconv.AppendBool(b, v)
		case int64:
			b = strconv.AppendInt(b, v, 10)
		case []string:
			if v == nil {
				b = append(b, "null"...)
				continue
			}
			b = append(b, '[')
			for j, s := range v {
				if j > 0 {
					b = append(b, ',')
				}
				b = appendText(b, s)
			}
			b = append(b, ']')
		default:
			b = append(b, mustJSON(v)...)
		}
	}
	return append(b, '}')
}

func appendField(b []byte, name, value string) []byte { return appendText(append(b, name...), value) }

func appendOptional(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	return appendField(b, name, value)
}

// appendText quotes a text as JSON; what needs an escape, or might, is left to encoding/json.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			quoted, err := json.Marshal(s)
			if err != nil {
				panic(err) // a string always marshals
			}
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// String is the hash in hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Add and Sub keep a Fingerprint in step with a set of records: the fingerprint is the sum of their hashes modulo
// 2^128, so it depends on what is stored and never on the order of writing.
func (h Hash) Add(g Hash) Hash {
	lo, carry := bits.Add64(binary.BigEndian.Uint64(h[8:]), binary.BigEndian.Uint64(g[8:]), 0)
	hi, _ := bits.Add64(binary.BigEndian.Uint64(h[:8]), binary.BigEndian.Uint64(g[:8]), carry)
	return hashOfWords(hi, lo)
}

// Sub takes a hash out of a sum.
func (h Hash) Sub(g Hash) Hash {
	lo, borrow := bits.Sub64(binary.BigEndian.Uint64(h[8:]), binary.BigEndian.Uint64(g[8:]), 0)
	hi, _ := bits.Sub64(binary.BigEndian.Uint64(h[:8]), binary.BigEndian.Uint64(g[:8]), borrow)
	return hashOfWords(hi, lo)
}

func hashOfWords(hi, lo uint64) (h Hash) {
	binary.BigEndian.PutUint64(h[:8], hi)
	binary.BigEndian.PutUint64(h[8:], lo)
	return h
}

// ParseHash reads what String writes.
func ParseHash(s string) (h Hash, err error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(h) {
		return h, Invalidf("hash %.40q: want 32 hexadecimal digits", s)
	}
	return Hash(b), nil
}
