package document

import (
	_ "embed"
	"sync"

	"github.com/goccy/go-yaml"
)

// verb is what a word or phrase in the past tense says that somebody did, as PLOVER 0.8 sorts it.
type verb struct {
	kind, mode string
	mutual     bool // both sides do it: they met
}

//go:embed verbs.yaml
var verbList []byte

// verbs are those of verbs.yaml by their phrases.
var verbs = sync.OnceValue(func() map[string]verb {
	var list []struct {
		Type, Mode string
		Mutual     bool
		Phrases    []string
	}
	if err := yaml.Unmarshal(verbList, &list); err != nil {
		panic(err) // a test reads it
	}
	out := map[string]verb{}
	for _, v := range list {
		for _, phrase := range v.Phrases {
			out[phrase] = verb{v.Type, v.Mode, v.Mutual}
		}
	}
	return out
})

// maxVerbWords is the length of the longest phrase of the list.
const maxVerbWords = 6

// Words that make of "attacked" something that did not happen, or has not happened so far.
var (
	denials = setOf(`not never no nor neither cannot didnt hasnt havent hadnt wasnt werent isnt wont wouldnt couldnt without if unless whether would could may might
		will shall should must can plans planned plan wants wanted denied refused failed hypothetically allegedly supposedly`)
	passives = setOf("was were been being is are be got")
)
