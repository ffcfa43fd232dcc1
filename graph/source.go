package graph

import "time"

// Dataset is a body of statements with one publisher.
type Dataset struct {
	Header
	Publisher   Text `prop:"publisher" doc:"Who publishes it."`
	Version     Text `prop:"version" doc:"Version that was loaded."`
	Licence     Text `prop:"licence" doc:"Licence or terms of use."`
	Attribution Text `prop:"attribution" doc:"Citation that its publisher asks for."`
	URL         Text `prop:"url" doc:"Where it is published."`
	Retrieved   Date `prop:"retrieved" doc:"Day on which it was retrieved, where known."`
	Fingerprint Text `prop:"fingerprint" doc:"Hash of the files that were loaded."`
	// Priority ranks datasets: the value shown for a node comes from the one with the highest.
	Priority int `prop:"priority" doc:"Rank among datasets: the highest one's value is shown."`
	// CoverageFrom and CoverageUntil bound what the dataset covers (half-open); an answer outside says so.
	CoverageFrom    Date `prop:"coverageFrom" doc:"First day that the dataset covers."`
	CoverageUntil   Date `prop:"coverageUntil" doc:"First day that the dataset no longer covers; null where it is kept up to date."`
	SelectiveBefore Date `prop:"selectiveBefore" doc:"Before this day the dataset has only some of what it is about; null where it is the same throughout."`
	// Scope completes the sentence "the dataset has …".
	Scope Text `prop:"scope" doc:"What it has and what it leaves out, in words."`
}

// Coverage is the time that the dataset covers.
func (d *Dataset) Coverage() Period { return Period{From: d.CoverageFrom, Until: d.CoverageUntil} }

// Source is a document, page or table that says something.
type Source struct {
	Header
	Publisher   Text `prop:"publisher" doc:"Who published it."`
	Date        Date `prop:"date" doc:"Day of publication."`
	URL         Text `prop:"url" doc:"Address."`
	Reliability Text `prop:"reliability" enum:"A B C D E F" doc:"Admiralty code of the source, A (reliable) to F (cannot be judged)."`
	Checked     bool `prop:"checked" doc:"Whether it was read for this dataset."`
	Note        Text `prop:"note" doc:"Remark."`
}

// Title is the source's name.
func (s *Source) Title() string { return s.Name }

func (*Dataset) Label() Label { return LabelDataset }
func (*Source) Label() Label  { return LabelSource }

// LoadRunStatus is how far a load has come.
type LoadRunStatus string

// The statuses of a load run. One that is RUNNING after its process has ended was interrupted and can be resumed.
const (
	LoadRunning  LoadRunStatus = "RUNNING"
	LoadFinished LoadRunStatus = "FINISHED"
	LoadFailed   LoadRunStatus = "FAILED"
	LoadStopped  LoadRunStatus = "STOPPED"
)

// LoadRun is the record of one load: kept beside the graph, not part of its fingerprint.
type LoadRun struct {
	ID       string        `json:"id"`
	Dataset  ID            `json:"dataset"`
	Version  string        `json:"version,omitempty"`
	Input    string        `json:"input"` // hash over names and content of the files
	Files    []string      `json:"files"`
	Status   LoadRunStatus `json:"status"`
	Started  time.Time     `json:"started"`
	Finished time.Time     `json:"finished,omitzero"`
	// Position is the number of records whose batches are in the store: where to go on.
	Position int         `json:"position"`
	Read     int         `json:"read"`
	Accepted int         `json:"accepted"`
	Rejected int         `json:"rejected"`
	Result   ApplyResult `json:"result"`
	Message  string      `json:"message,omitempty"`
}
