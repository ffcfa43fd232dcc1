package runner

import (
	"cmp"
	"encoding/binary"
	"errors"
	"os"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// keys is a map from keys to numbers that stays small in memory however many keys there are: it keeps the newest, and
// the others in a temporary file. Its errors are told by the run's spill, and its answers count only while there is
// none.
//
// The file is a hash table of pages of 170 entries of 24 bytes. A key's page is told by its first bits, so that a table
// that doubles is copied in order. A filter tells of most keys that are not in the file, without a look into it.
type keys struct {
	spill  *spill
	recent map[keyHash]uint64
	file   *os.File           // nil until the recent ones are too many
	bits   uint               // there are 1<<bits pages
	held   int                // entries in the file
	filter filter             // of the keys in the file
	lately map[keyHash]uint64 // read from the file since it was written to: many a node is in every other row
}

// spill is what the temporary files of one load share.
type spill struct {
	limit  int // young keys of a map; those are cheap to find, and take about 50 bytes each
	all    []*keys
	spools []*spool
	err    error
}

const (
	entrySize   = 24
	pageEntries = 170
	pageSize    = 4096
	firstBits   = 8
	// deleted marks a key that was taken out.
	deleted = ^uint64(0)
)

func (s *spill) keys() *keys {
	k := &keys{spill: s, recent: map[keyHash]uint64{}}
	s.all = append(s.all, k)
	return k
}

func (s *spill) close() {
	for _, k := range s.all {
		k.close()
	}
	for _, p := range s.spools {
		discard(p.file)
	}
	s.all, s.spools = nil, nil
}

func (s *spill) fail(err error) {
	if s.err == nil {
		s.err = graph.Errorf(graph.KindUnavailable, "temporary file: %v; check that the disk has room, or set TMPDIR to a "+
			"folder that has", err)
	}
}

// create makes a temporary file. It has no name any more where the system allows that, so that nothing is left however
// the process ends.
func (s *spill) create() *os.File {
	f, err := os.CreateTemp("", "entente-*")
	if err != nil {
		s.fail(err)
		return nil
	}
	_ = os.Remove(f.Name())
	return f
}

// get is the number of a key; ok is false where it has none.
func (k *keys) get(key keyHash) (value uint64, ok bool) {
	value, ok = k.recent[key]
	if !ok {
		value, ok = k.lately[key]
	}
	if !ok && k.file != nil && k.filter.has(key) {
		var page [pageSize]byte
		if k.read(k.page(key), page[:]) {
			if at := find(page[:], key); at < pageEntries {
				value = entry(page[:], at).value()
				ok = entry(page[:], at).key() == key
			}
			if ok && len(k.lately) < k.spill.limit/4 {
				k.lately[key] = value
			}
		}
	}
	return value, ok && value != deleted
}

func (k *keys) has(key keyHash) bool {
	_, ok := k.get(key)
	return ok
}

func (k *keys) put(key keyHash, value uint64) {
	k.recent[key] = value
	if len(k.recent) >= k.spill.limit && k.spill.err == nil {
		k.settle()
	}
}

func (k *keys) delete(key keyHash) { k.put(key, deleted) }

func (k *keys) page(key keyHash) int64 { return int64(key[0] >> (64 - k.bits)) }

// settle moves the recent ones into the file, page after page.
func (k *keys) settle() {
	crowded := func() bool { return (k.held+len(k.recent))*10 > (pageEntries<<k.bits)*6 }
	if k.file == nil {
		k.bits = firstBits
		for crowded() {
			k.bits++
		}
		k.file, k.filter, k.lately = k.create(k.bits), newFilter(k.bits), map[keyHash]uint64{}
	}
	for k.spill.err == nil && crowded() {
		k.double()
	}
	sorted := make([]keyHash, 0, len(k.recent))
	for key := range k.recent {
		sorted = append(sorted, key)
	}
	slices.SortFunc(sorted, func(a, b keyHash) int { return cmp.Compare(a[0], b[0]) })
	var page [pageSize]byte
	for i := 0; i < len(sorted); {
		number := k.page(sorted[i])
		if !k.read(number, page[:]) {
			return
		}
		for ; i < len(sorted) && k.page(sorted[i]) == number; i++ {
			at := find(page[:], sorted[i])
			if at == pageEntries { // hashes are even: this is for the case that they are not
				k.spill.fail(errors.New("the table of keys is uneven"))
				return
			}
			if entry(page[:], at).empty() {
				k.held++
			}
			entry(page[:], at).set(sorted[i], k.recent[sorted[i]])
			k.filter.add(sorted[i])
		}
		if _, err := k.file.WriteAt(page[:], number*pageSize); err != nil {
			k.spill.fail(err)
			return
		}
	}
	clear(k.recent)
	clear(k.lately)
}

// double copies the file to one of twice as many pages.
func (k *keys) double() {
	old, pages := k.file, int64(1)<<k.bits
	k.file = k.create(k.bits + 1)
	k.bits++
	k.filter = newFilter(k.bits)
	var from [pageSize]byte
	for number := range pages {
		if k.spill.err != nil {
			break
		}
		if _, err := old.ReadAt(from[:], number*pageSize); err != nil {
			k.spill.fail(err)
			break
		}
		var to [2 * pageSize]byte
		filled := [2]int{}
		for at := 0; at < pageEntries && !entry(from[:], at).empty(); at++ {
			e := entry(from[:], at)
			half := int(k.page(e.key()) & 1)
			k.filter.add(e.key())
			entry(to[half*pageSize:], filled[half]).set(e.key(), e.value())
			filled[half]++
		}
		if _, err := k.file.WriteAt(to[:], 2*number*pageSize); err != nil {
			k.spill.fail(err)
		}
	}
	discard(old)
}

// create makes an empty file of so many pages.
func (k *keys) create(bits uint) *os.File {
	f := k.spill.create()
	if k.spill.err == nil {
		if err := f.Truncate(pageSize << bits); err != nil {
			k.spill.fail(err)
		}
	}
	return f
}

func (k *keys) read(number int64, page []byte) bool {
	if k.spill.err != nil {
		return false
	}
	if _, err := k.file.ReadAt(page, number*pageSize); err != nil {
		k.spill.fail(err)
		return false
	}
	return true
}

func (k *keys) close() {
	discard(k.file)
	k.file, k.recent, k.held, k.filter, k.lately = nil, map[keyHash]uint64{}, 0, nil, nil
}

func discard(f *os.File) {
	if f != nil {
		_ = f.Close()
		_ = os.Remove(f.Name()) // where it still has one
	}
}

// filter is a Bloom filter of two bits a key. A page has 256 bytes of it, twenty bits for each of its keys.
type filter []uint64

const filterWords = 32

func newFilter(bits uint) filter { return make(filter, filterWords<<bits) }

func (f filter) places(key keyHash) (a, b uint64) {
	mask := uint64(len(f))*64 - 1
	return key[1] & mask, key[1] >> 32 & mask
}

func (f filter) add(key keyHash) {
	a, b := f.places(key)
	f[a/64] |= 1 << (a % 64)
	f[b/64] |= 1 << (b % 64)
}

func (f filter) has(key keyHash) bool {
	a, b := f.places(key)
	return f[a/64]&(1<<(a%64)) != 0 && f[b/64]&(1<<(b%64)) != 0
}

// entry is one of a page: two words of the key and the number. One without a key is empty, and none comes after it.
func entry(page []byte, at int) slot { return page[at*entrySize : (at+1)*entrySize] }

type slot []byte

func (s slot) key() keyHash {
	return keyHash{binary.LittleEndian.Uint64(s), binary.LittleEndian.Uint64(s[8:])}
}
func (s slot) value() uint64 { return binary.LittleEndian.Uint64(s[16:]) }
func (s slot) empty() bool   { return s.key() == keyHash{} }
func (s slot) set(key keyHash, value uint64) {
	binary.LittleEndian.PutUint64(s, key[0])
	binary.LittleEndian.PutUint64(s[8:], key[1])
	binary.LittleEndian.PutUint64(s[16:], value)
}

// find is where a page has the key, else its first empty entry, pageEntries where it has neither.
func find(page []byte, key keyHash) int {
	for at := range pageEntries {
		if held := entry(page, at).key(); held == key || held == (keyHash{}) {
			return at
		}
	}
	return pageEntries
}
