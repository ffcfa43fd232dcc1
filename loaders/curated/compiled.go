package curated

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

//go:generate go test . -run TestCompiledDataIsThatOfTheYAML -update

// compiledJSON is data/*.yaml as JSON. YAML is for people: reading it takes a tenth of a second, which is more than a
// third of what the whole program may take until its first answer; JSON is read in a tenth of that. A test fails when
// the two differ.
//
//go:embed compiled.json
var compiledJSON []byte

// compiled is one document in compiled.json.
type compiled struct {
	File     string   `json:"file"`
	Document document `json:"document"`
}

// bundled are the embedded documents, read once. They are shared: nobody changes them.
var bundled = sync.OnceValues(func() ([]*document, error) {
	var list []compiled
	if err := json.Unmarshal(compiledJSON, &list); err != nil {
		return nil, fmt.Errorf("bundled dataset: %w", err)
	}
	docs := make([]*document, len(list))
	for i := range list {
		docs[i] = &list[i].Document
		docs[i].file = list[i].File
	}
	return docs, nil
})
