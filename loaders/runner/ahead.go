package runner

import (
	"fmt"
	"iter"

	"github.com/entente-graph/entente/loaders"
)

// yielded is what a loader yields: a record, an error, or a warning that it gives between them.
type yielded struct {
	record   loaders.Record
	complete item // the record's, where there is no error
	err      error
	warning  string
}

// handedOver is how many of them go from one goroutine to the other at once.
const handedOver = 256

// ahead reads what a loader yields, and completes its records, while what came before is worked on. All comes in the
// loader's order, warnings too, and the loader has let go of its files when the sequence ends.
func ahead(loader loaders.Loader, in loaders.Input, complete func(loaders.Record) item) iter.Seq[yielded] {
	return func(yield func(yielded) bool) {
		chunks, stop := make(chan []yielded, 2), make(chan struct{})
		go func() {
			defer close(chunks)
			chunk := make([]yielded, 0, handedOver)
			hand := func() bool {
				select {
				case chunks <- chunk:
					chunk = make([]yielded, 0, handedOver)
					return true
				case <-stop:
					return false
				}
			}
			add := func(y yielded) bool {
				chunk = append(chunk, y)
				return len(chunk) < handedOver || hand()
			}
			in.Warn = func(format string, args ...any) { add(yielded{warning: fmt.Sprintf(format, args...)}) }
			for record, err := range loader.Records(in) {
				y := yielded{record: record, err: err}
				if err == nil {
					y.complete = complete(record)
				}
				if !add(y) {
					return
				}
			}
			hand()
		}()
		defer func() {
			close(stop)
			for range chunks { // the loader may be on its way out
			}
		}()
		for chunk := range chunks {
			for _, next := range chunk {
				if !yield(next) {
					return
				}
			}
		}
	}
}
