package cli

import (
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/entente-graph/entente/loaders/runner"
)

// plainEvery is how often a load says how far it is where there is no terminal.
const plainEvery = 5 * time.Second

// showProgress shows how far a load has come: a bar on a terminal, now and then a line elsewhere. The caller calls done
// before it prints anything else.
func showProgress(w io.Writer, name string) (show func(runner.Progress), done func()) {
	if !terminal(w) {
		last := time.Now()
		return func(p runner.Progress) {
			if now := time.Now(); now.Sub(last) >= plainEvery {
				last = now
				if p.Total > 0 {
					fmt.Fprintf(w, "%s: %s %d of %d\n", name, p.Stage, p.Done, p.Total)
				} else {
					fmt.Fprintf(w, "%s: %s %d\n", name, p.Stage, p.Done)
				}
			}
		}, func() {}
	}
	var bar *progressbar.ProgressBar
	stage, total := "", 0
	finish := func() {
		if bar != nil {
			_ = bar.Clear()
			bar = nil
		}
	}
	return func(p runner.Progress) {
		if bar == nil || p.Stage != stage || p.Total != total {
			finish()
			stage, total = p.Stage, p.Total
			most := int64(p.Total)
			if most == 0 {
				most = -1 // a spinner
			}
			bar = progressbar.NewOptions64(most, progressbar.OptionSetWriter(w),
				progressbar.OptionSetDescription(name+": "+p.Stage),
				progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionThrottle(100*time.Millisecond),
				progressbar.OptionClearOnFinish(), progressbar.OptionFullWidth(),
				progressbar.OptionSetSpinnerChangeInterval(0)) // else a goroutine goes on drawing when the stage is over
		}
		_ = bar.Set(p.Done)
	}, finish
}
