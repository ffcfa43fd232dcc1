package input

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/entente-graph/entente/graph"
)

// Bounds of a Stata file. Stata itself allows 120,000 variables and 2,045 bytes a text.
const (
	maxStataVariables = 32_767
	maxStataRow       = 4 << 20
)

// stata reads a Stata data set of the formats 113 to 115 (Stata 8 to 12) and 117 to 119 (Stata 13 and later) as
// comma-separated text in UTF-8, with its mark: a line with the names of the variables, then one for each observation.
// Missing values are blank, days, months and times are written in ISO 8601, and coded values stay codes, as in the text
// that publishers ship beside it. See Stata's help on "dta".
type stata struct {
	in      *bufio.Reader
	path    string
	order   binary.ByteOrder
	format  int // 113 to 119
	rows    uint64
	types   []int
	names   []string
	units   []byte // in which a variable counts time, see unitOf
	width   int
	out     bytes.Buffer
	csv     *csv.Writer
	row     []byte
	written bool  // the header line
	err     error // the first; whatever is read after it is empty
}

// Codes of types as formats 117 and later write them; lower ones are texts of so many bytes.
const (
	stataStrL   = 32768
	stataDouble = 65526
	stataFloat  = 65527
	stataLong   = 65528
	stataInt    = 65529
	stataByte   = 65530
)

const stataMagic = "<stata_dta><header><release>"

// isStata goes by the first bytes of a file.
func isStata(head []byte) bool {
	return bytes.HasPrefix(head, []byte(stataMagic)) ||
		len(head) >= 4 && head[0] >= 113 && head[0] <= 115 && (head[1] == 1 || head[1] == 2) && head[2] == 1 && head[3] == 0
}

// head reads everything before the observations.
func (s *stata) head() {
	s.csv = csv.NewWriter(&s.out)
	if head, _ := s.in.Peek(len(stataMagic)); bytes.HasPrefix(head, []byte(stataMagic)) {
		s.readNew()
	} else {
		s.readOld()
	}
	for _, t := range s.types {
		s.width += stataWidth(t)
	}
	if s.width > maxStataRow {
		s.fault("an observation of %d bytes exceeds the limit of %d", s.width, maxStataRow)
	}
	if s.err == nil {
		s.row = make([]byte, s.width)
	}
}

func (s *stata) fault(format string, args ...any) {
	s.fail(graph.Invalidf("%s: a Stata file that cannot be read: %s; save it again with Stata, or export it as .csv",
		s.path, fmt.Sprintf(format, args...)))
}

func (s *stata) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// cut notes an error of reading, which is mostly that of a file that ends too early.
func (s *stata) cut(err error) {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		s.fault("it is cut off")
	} else if err != nil {
		s.fail(err)
	}
}

func stataWidth(t int) int {
	switch t {
	case stataStrL, stataDouble:
		return 8
	case stataFloat, stataLong:
		return 4
	case stataInt:
		return 2
	case stataByte:
		return 1
	}
	return t
}

func (s *stata) bytes(n int) []byte {
	if s.err != nil {
		return nil
	}
	b := make([]byte, n)
	_, err := io.ReadFull(s.in, b)
	s.cut(err)
	return b
}

// number reads an unsigned number of so many bytes.
func (s *stata) number(size int) uint64 {
	b := s.bytes(size)
	switch {
	case s.err != nil:
		return 0
	case size == 1:
		return uint64(b[0])
	case size == 2:
		return uint64(s.order.Uint16(b))
	case size == 4:
		return uint64(s.order.Uint32(b))
	}
	return s.order.Uint64(b)
}

func (s *stata) setOrder(big bool) {
	s.order = binary.LittleEndian
	if big {
		s.order = binary.BigEndian
	}
}

// Read implements io.Reader.
func (s *stata) Read(p []byte) (int, error) {
	if s.csv == nil {
		s.head()
	}
	for s.out.Len() == 0 {
		switch {
		case s.err != nil:
			return 0, s.err
		case !s.written:
			s.written = true
			s.out.WriteString("\ufeff") // so that it is taken for what it is
			_ = s.csv.Write(s.names)
		case s.rows == 0:
			return 0, io.EOF
		default:
			_, err := io.ReadFull(s.in, s.row)
			s.cut(err)
			s.rows--
			if fields := s.observation(); s.err == nil {
				_ = s.csv.Write(fields)
			}
		}
		s.csv.Flush()
	}
	return s.out.Read(p)
}

func (s *stata) observation() []string {
	fields := make([]string, len(s.types))
	at := 0
	for i, t := range s.types {
		b := s.row[at : at+stataWidth(t)]
		at += len(b)
		switch t {
		case stataStrL:
			if s.order.Uint64(b) != 0 {
				s.fault("its variable %s holds texts of any length (strL), which stand elsewhere in the file; "+
					"`recast str2045 %s` before saving mends that", s.names[i], s.names[i])
			}
		case stataDouble:
			if f := math.Float64frombits(s.order.Uint64(b)); f < 0x1p1023 {
				fields[i] = s.value(i, f, 64)
			}
		case stataFloat:
			if f := math.Float32frombits(s.order.Uint32(b)); f < 0x1p127 {
				fields[i] = s.value(i, float64(f), 32)
			}
		case stataLong:
			if n := int32(s.order.Uint32(b)); n <= 2147483620 {
				fields[i] = s.value(i, float64(n), 64)
			}
		case stataInt:
			if n := int16(s.order.Uint16(b)); n <= 32740 {
				fields[i] = s.value(i, float64(n), 64)
			}
		case stataByte:
			if n := int8(b[0]); n <= 100 {
				fields[i] = s.value(i, float64(n), 64)
			}
		default:
			fields[i] = s.text(b)
		}
	}
	return fields
}

var stataEpoch = time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()

// value writes a number with no more digits than it was stored with; time counts from 1960.
func (s *stata) value(i int, f float64, bits int) string {
	switch unit := s.units[i]; {
	case unit == 'd' && math.Abs(f) < 3_000_000:
		return time.Date(1960, 1, 1+int(f), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	case unit == 'm' && math.Abs(f) < 100_000:
		return time.Date(1960, 1+time.Month(int(f)), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
	case (unit == 'c' || unit == 'C') && math.Abs(f) < 3_000_000*86_400_000:
		return time.UnixMilli(stataEpoch + int64(f)).UTC().Format("2006-01-02T15:04:05")
	}
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.FormatFloat(f, 'f', -1, bits)
	}
	return strconv.FormatFloat(f, 'g', -1, bits)
}
