package input

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// FileEncoding is how the text of a file was read.
type FileEncoding struct {
	File     string `json:"file"`
	Encoding string `json:"encoding"` // as the option encoding names it
	// Assumed says that nothing in the file states it: it was guessed from the letters.
	Assumed bool `json:"assumed,omitempty"`
	// Doubtful says that the letters fit another encoding as well.
	Doubtful bool `json:"doubtful,omitempty"`
}

// UnknownEncoding is that of a text whose letters make no words in any encoding that is recognized. It has to be
// declared: read as another it would be names that nobody bears.
const UnknownEncoding = "unknown-8bit"

// Sniffer learns the encoding of a text while it is read once. The first letter beyond ASCII decides whether it is
// UTF-8; where it is not, the letters around each such byte tell Windows-1252 from Mac Roman, in which the same bytes
// are other letters, and both from encodings of other alphabets, in which whole words are of such bytes.
type Sniffer struct {
	head         []byte // the first bytes
	pending      []byte // the end of the last chunk, whose neighbours are not known yet
	before       byte
	utf8         bool
	single       bool // one byte a letter
	windows, mac int  // how well each fits
	dos          [2]int
	looked       int
	run, inRuns  int // bytes beyond ASCII, one after the other; those in runs of three and more
}

const (
	sniffedHead = 1 << 10
	// maxLooked bounds how many letters are looked at.
	maxLooked = 100_000
	// fewLetters are too few to tell that an encoding is none of those that are recognized.
	fewLetters = 6
)

// dosPages are the code pages of DOS for Western letters. They differ in few of them, so that a text in one is not read
// by itself, and has to be declared.
var dosPages = [2]*charmap.Charmap{charmap.CodePage437, charmap.CodePage850}

// Write implements io.Writer and never fails.
func (s *Sniffer) Write(p []byte) (int, error) {
	if missing := sniffedHead - len(s.head); missing > 0 {
		s.head = append(s.head, p[:min(missing, len(p))]...)
	}
	if s.utf8 || s.looked >= maxLooked || bytes.HasPrefix(s.head, littleMark) || bytes.HasPrefix(s.head, bigMark) {
		return len(p), nil
	}
	n := len(p)
	if len(s.pending) > 0 {
		p = append(s.pending, p...)
		s.pending = nil
	}
	last := s.look(p, false)
	s.pending = bytes.Clone(p[last:])
	return n, nil
}

// look goes through bytes and tells how many it has done with; at the end of the file all.
func (s *Sniffer) look(p []byte, end bool) int {
	for i := 0; i < len(p); i++ {
		if p[i] < utf8.RuneSelf {
			if i == len(p)-1 && !end {
				return i // the neighbour of what comes
			}
			s.before, s.run = p[i], 0
			continue
		}
		if !s.single {
			if !end && !utf8.FullRune(p[i:]) {
				return i
			}
			if r, size := utf8.DecodeRune(p[i:]); r != utf8.RuneError || size > 1 {
				s.utf8 = true
				return len(p)
			}
			s.single = true
		}
		after := byte(0)
		if i+1 < len(p) {
			after = p[i+1]
		} else if !end {
			return i
		}
		if s.looked++; s.looked < maxLooked {
			s.windows += fits(charmap.Windows1252, s.before, p[i], after)
			s.mac += fits(charmap.Macintosh, s.before, p[i], after)
			for at, page := range dosPages {
				s.dos[at] += fits(page, s.before, p[i], after)
			}
			switch s.run++; {
			case s.run == 3:
				s.inRuns += s.run
			case s.run > 3:
				s.inRuns++
			}
		}
		s.before = p[i]
	}
	return len(p)
}

// fits tells how well a byte reads as an encoding's letter between its neighbours.
func fits(c *charmap.Charmap, before, b, after byte) int {
	r, left, right := c.DecodeByte(b), c.DecodeByte(before), c.DecodeByte(after)
	inWord := unicode.IsLetter(left) && unicode.IsLetter(right)
	switch {
	case r == utf8.RuneError || unicode.IsControl(r):
		return -5
	case unicode.IsUpper(r) && (unicode.IsLower(left) || unicode.IsUpper(left) && unicode.IsLower(right)),
		unicode.IsLower(r) && unicode.IsUpper(right):
		return -3 // no word is written so
	case r == 'ƒ' || r == 'ÿ' || r == 'ı' || r == 'ª' || r == 'º': // letters that stand for signs, or hardly ever occur
		return -1
	case unicode.IsLetter(r):
		if unicode.IsLetter(left) || unicode.IsLetter(right) {
			return 2
		}
		return 0
	case r == '’' && inWord:
		return 2
	case strings.ContainsRune("‘“", r) && !unicode.IsLetter(left) && unicode.IsLetter(right),
		strings.ContainsRune("’”", r) && unicode.IsLetter(left) && !unicode.IsLetter(right):
		return 3 // a quote where one opens or closes
	case strings.ContainsRune("‘’“”–—…«»", r) && !inWord:
		return 1
	case inWord:
		return -3 // a sign within a word
	}
	return 0
}

// Encoding is what was found; ok is false for what is ASCII, or no text.
func (s *Sniffer) Encoding() (found FileEncoding, ok bool) {
	s.look(s.pending, true)
	s.pending = nil
	utf16 := UTF16(s.head)
	dos := max(s.dos[0], s.dos[1])
	switch {
	case utf16 != "":
		return FileEncoding{Encoding: utf16}, true
	case s.utf8:
		return FileEncoding{Encoding: "utf-8"}, true
	case !s.single:
		return found, false
	case dos > s.windows && dos >= s.mac,
		s.looked >= fewLetters && (s.inRuns > s.looked/2 || max(s.windows, s.mac) < 0):
		return FileEncoding{Encoding: UnknownEncoding, Assumed: true}, true
	case s.mac > s.windows:
		return FileEncoding{Encoding: "macintosh", Assumed: true}, true
	}
	return FileEncoding{Encoding: "windows-1252", Assumed: true, Doubtful: s.mac == s.windows}, true
}

var littleMark, bigMark = []byte{0xff, 0xfe}, []byte{0xfe, 0xff}

// UTF16 tells by its first bytes which UTF-16 a text is in, if any: by its byte order mark, else by zero bytes, of
// which ASCII in UTF-16 has one in every second place.
func UTF16(head []byte) string {
	switch {
	case bytes.HasPrefix(head, littleMark):
		return "utf-16le"
	case bytes.HasPrefix(head, bigMark):
		return "utf-16be"
	}
	sample := head[:min(len(head), sniffedHead)&^1]
	var even, odd int
	for i, b := range sample {
		if b == 0 {
			if i%2 == 0 {
				even++
			} else {
				odd++
			}
		}
	}
	switch most := len(sample) / 2 * 8 / 10; {
	case most > 0 && odd > most && even == 0:
		return "utf-16le"
	case most > 0 && even > most && odd == 0:
		return "utf-16be"
	}
	return ""
}

// Learn reads a file once, for its hash and for how its text is encoded; ok is false for what is ASCII, or no text.
// What was assumed is what readers apply from then on.
func (f *File) Learn() (sum string, found FileEncoding, ok bool, err error) {
	learned := &Sniffer{}
	if sum, err = HashFile(*f, learned); err != nil {
		return "", found, false, err
	}
	found, ok = learned.Encoding()
	if f.Encoding != "" { // declared
		found, ok = FileEncoding{Encoding: f.Encoding}, true
	}
	if found.Assumed {
		f.Encoding = found.Encoding
	}
	found.File = f.Name
	return sum, found, ok, nil
}

// formats are what the first bytes of files that no loader reads say about them, and what to do.
var formats = []struct{ magic, what, advice string }{
	{
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook of the old format (.xls) or another old Office file",
		"save it as .xlsx or .csv",
	},
	{"RDX2\n", "an R workspace (.rda, .RData)", "write its table with write.csv(x, \"x.csv\", row.names = FALSE)"},
	{"RDX3\n", "an R workspace (.rda, .RData)", "write its table with write.csv(x, \"x.csv\", row.names = FALSE)"},
	{"RDA2\n", "an R workspace (.rda, .RData)", "write its table with write.csv(x, \"x.csv\", row.names = FALSE)"},
	{"RDA3\n", "an R workspace (.rda, .RData)", "write its table with write.csv(x, \"x.csv\", row.names = FALSE)"},
	{"X\n\x00\x00\x00", "an R object (.rds)", "write it with write.csv(readRDS(\"x.rds\"), \"x.csv\", row.names = FALSE)"},
	{"A\n2\n", "an R object (.rds)", "write it with write.csv(readRDS(\"x.rds\"), \"x.csv\", row.names = FALSE)"},
	{"A\n3\n", "an R object (.rds)", "write it with write.csv(readRDS(\"x.rds\"), \"x.csv\", row.names = FALSE)"},
	{"$FL2", "an SPSS file (.sav)", "save it as .csv"},
	{"$FL3", "an SPSS file (.zsav)", "save it as .csv"},
	{"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xc2\xea\x81\x60", "a SAS file (.sas7bdat)", "export it as .csv"},
	{"BZh", "compressed with bzip2, as R workspaces may be", "unpack it, or write its table as .csv"},
	{"\xfd7zXZ\x00", "compressed with xz, as R workspaces may be", "unpack it, or write its table as .csv"},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it"},
	{"Rar!\x1a\x07", "a RAR archive", "unpack it"},
	{"PAR1", "a Parquet file", "load it with a mapping (dataset generic), or write it as .csv"},
	{"%PDF-", "a PDF", "load it as a document, or take the publisher's table"},
	{"ARROW1", "an Arrow file (.arrow, .feather)", "write it as .parquet or .csv"},
	{"SQLite format 3\x00", "an SQLite database", "write its table with sqlite3 -header -csv x.sqlite 'SELECT * FROM t' " +
		"> x.csv"},
	{"\x28\xb5\x2f\xfd", "compressed with zstd", "unpack it"},
	{"ASCII SPSS PORT FILE", "an SPSS file (.por)", "save it as .csv"},
	{"version https://", "a pointer of Git LFS and not the file", "fetch it with `git lfs pull`"},
	{"PK\x03\x04", "a workbook or another packed file", "save it as .csv"},
}

const dumped = "load it into a database and write its table as .csv"

// texts are the same for what is written in letters: a byte order mark and blanks before them are passed over, and
// their case.
var texts = []struct{ start, what, advice string }{
	{
		"<!doctype", "a web page, as servers send where one should sign in",
		"download the file itself, or save its table as .csv",
	},
	{
		"<html", "a web page, as servers send where one should sign in",
		"download the file itself, or save its table as .csv",
	},
	{"<table", "a table of a web page", "open it in a spreadsheet and save it as .csv"},
	{"<?xml", "an XML file", "write its rows as .csv or JSON"},
	{"-- mysql dump", "a dump of a database", dumped},
	{"-- mariadb dump", "a dump of a database", dumped},
	{"--\n-- postgresql database dump", "a dump of a database", dumped},
	{"create table", "SQL", dumped},
	{"insert into", "SQL", dumped},
	{"{\\rtf", "a text with formats (.rtf)", "save its table as .csv"},
}

// FormatOf says what a file is by its first bytes, and what to do with it; "" for a text, and for what nobody knows.
func FormatOf(file File) string {
	if file.Open == nil {
		return ""
	}
	head, _ := file.Head(512) // of what cannot be read nothing is known
	for _, f := range formats {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return "it is " + f.what + ": " + f.advice
		}
	}
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	for _, f := range texts {
		if bytes.HasPrefix(text, []byte(f.start)) {
			return "it is " + f.what + ": " + f.advice
		}
	}
	if tar := 257; len(head) > tar+5 && string(head[tar:tar+5]) == "ustar" {
		return "it is a tar archive: unpack it"
	}
	return ""
}
