package image

import (
	"slices"
	"strings"

	"github.com/tidwall/btree"

	"github.com/entente-graph/entente/internal/names"
)

// reindex replaces what the indexes hold of an entry; either may be nil.
func (e *edit) reindex(old, fresh *entry) {
	if old != nil && (fresh == nil || old.nameKey != fresh.nameKey) {
		e.next.byName.Delete(old.nameKey)
	}
	if fresh != nil && (old == nil || old.nameKey != fresh.nameKey) {
		e.next.byName.Set(fresh.nameKey, fresh.slot)
	}
	reindexKeys(e.next.words, wordKeys(old), wordKeys(fresh), fresh)
	reindexKeys(e.next.identifiers, identifierKeys(old), identifierKeys(fresh), fresh)
}

func reindexKeys(index *btree.Map[string, uint32], old, fresh []string, to *entry) {
	for _, key := range old {
		if !slices.Contains(fresh, key) {
			index.Delete(key)
		}
	}
	for _, key := range fresh {
		if !slices.Contains(old, key) {
			index.Set(key, to.slot)
		}
	}
}

func wordKeys(n *entry) []string {
	if n == nil {
		return nil
	}
	var out []string
	for _, name := range n.folded {
		for word := range strings.FieldsSeq(name) {
			out = append(out, word+"\x00"+string(n.id))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func identifierKeys(n *entry) []string {
	if n == nil {
		return nil
	}
	var out []string
	for _, x := range n.node.Head().Identifiers {
		out = append(out, string(x.Scheme)+"\x00"+x.Value+"\x00"+string(n.id))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// similar lists the slots of the names that have a word which is a slip or two away.
func (s *Image) similar(word string) (slots []uint32) {
	bound := names.Slips(word)
	if bound == 0 {
		return nil
	}
	last, near := "", false
	s.words.Scan(func(key string, slot uint32) bool {
		other, _, _ := strings.Cut(key, "\x00")
		if other != last {
			last, near = other, names.Distance(word, other, bound) <= bound
		}
		if near {
			slots = append(slots, slot)
		}
		return true
	})
	return slots
}

// prefixed lists the slots of the keys that begin with a prefix.
func (s *Image) prefixed(index *btree.Map[string, uint32], prefix string) (slots []uint32) {
	index.Ascend(prefix, func(key string, slot uint32) bool {
		if !strings.HasPrefix(key, prefix) {
			return false
		}
		slots = append(slots, slot)
		return true
	})
	return slots
}
