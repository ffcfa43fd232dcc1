package loaders

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
	"golang.org/x/text/encoding/charmap"
)

// Bounds of a Stata file. Stata itself allows 120,000 variables and 2,045 bytes a text.
const (
	maxStataVariables = 32_767
	maxStataRow       = 4 << 20
)

// stata reads a Stata data set of the formats 113 to 115 (Stata 8 to 12) and 117 to 119 (Stata 13 and later) as comma-separated
// text: a line with the names of the variables, then one for each observation. Missing values are blank, days are written in
// ISO 8601, and coded values stay codes, as in the text that publishers ship beside it. See Stata's help on "dta".
type stata struct {
	in      *bufio.Reader
	path    string
	order   binary.ByteOrder
	format  int // 113 to 119
	rows    uint64
	types   []int
	names   []string
	dates   []bool
	width   int
	out     bytes.Buffer
	csv     *csv.Writer
	row     []byte
	written bool // the header line
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

func newStata(in *bufio.Reader, path string) (*stata, error) {
	s := &stata{in: in, path: path}
	s.csv = csv.NewWriter(&s.out)
	head, _ := in.Peek(len(stataMagic))
	read := s.readOld
	if bytes.HasPrefix(head, []byte(stataMagic)) {
		read = s.readNew
	}
	if err := read(); err != nil {
		return nil, err
	}
	for _, t := range s.types {
		s.width += stataWidth(t)
	}
	if s.width > maxStataRow {
		return nil, s.fault("an observation of %d bytes exceeds the limit of %d", s.width, maxStataRow)
	}
	s.row = make([]byte, s.width)
	return s, nil
}

func (s *stata) fault(format string, args ...any) error {
	return graph.Invalidf("%s: a Stata file that cannot be read: %s; save it again with Stata, or export it as .csv", s.path, fmt.Sprintf(format, args...))
}

// cut is the fault of a file that ends too early.
func (s *stata) cut(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return s.fault("it is cut off")
	}
	return err
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

func (s *stata) bytes(n int) ([]byte, error) {
	b := make([]byte, n)
	_, err := io.ReadFull(s.in, b)
	return b, s.cut(err)
}

// number reads an unsigned number of so many bytes.
func (s *stata) number(size int) (uint64, error) {
	b, err := s.bytes(size)
	if err != nil {
		return 0, err
	}
	switch size {
	case 1:
		return uint64(b[0]), nil
	case 2:
		return uint64(s.order.Uint16(b)), nil
	case 4:
		return uint64(s.order.Uint32(b)), nil
	}
	return s.order.Uint64(b), nil
}

func (s *stata) setOrder(big bool) {
	s.order = binary.LittleEndian
	if big {
		s.order = binary.BigEndian
	}
}

// readOld reads the head of formats 113 to 115.
func (s *stata) readOld() error {
	head, err := s.bytes(4)
	if err != nil {
		return err
	}
	s.format = int(head[0])
	s.setOrder(head[1] == 1)
	variables, err := s.number(2)
	if err != nil {
		return err
	}
	if s.rows, err = s.number(4); err != nil {
		return err
	}
	if _, err = s.bytes(81 + 18); err != nil { // label and time
		return err
	}
	if err = s.allow(variables); err != nil {
		return err
	}
	types, err := s.bytes(int(variables))
	if err != nil {
		return err
	}
	for _, t := range types {
		switch {
		case t >= 251:
			s.types = append(s.types, stataByte-int(t-251)) // byte, int, long, float, double
		case t == 0 || t > 244:
			return s.fault("a variable of the unknown type %d", t)
		default:
			s.types = append(s.types, int(t))
		}
	}
	if err = s.texts(int(variables), 33, func(name string) { s.names = append(s.names, name) }); err != nil {
		return err
	}
	if _, err = s.bytes(2 * (int(variables) + 1)); err != nil { // sort order
		return err
	}
	formats := 49
	if s.format == 113 {
		formats = 12
	}
	if err = s.texts(int(variables), formats, s.display); err != nil {
		return err
	}
	if _, err = s.bytes(int(variables) * (33 + 81)); err != nil { // names of value labels, labels
		return err
	}
	for { // characteristics
		kind, err := s.number(1)
		if err != nil {
			return err
		}
		size, err := s.number(4)
		if err != nil || kind == 0 && size == 0 {
			return err
		}
		if err := s.skip(size); err != nil {
			return err
		}
	}
}

func (s *stata) allow(variables uint64) error {
	if variables == 0 || variables > maxStataVariables {
		return s.fault("%d variables; 1 to %d can be read", variables, maxStataVariables)
	}
	return nil
}

func (s *stata) skip(n uint64) error {
	if n > math.MaxInt32 {
		return s.fault("a part of %d bytes", n)
	}
	_, err := io.CopyN(io.Discard, s.in, int64(n))
	return s.cut(err)
}

// texts reads so many texts of a fixed size, each ended by a zero byte.
func (s *stata) texts(n, size int, take func(string)) error {
	for range n {
		b, err := s.bytes(size)
		if err != nil {
			return err
		}
		take(s.text(b))
	}
	return nil
}

// text is UTF-8 from format 118 on, before it what the writer's system wrote, mostly Windows-1252.
func (s *stata) text(b []byte) string {
	if end := bytes.IndexByte(b, 0); end >= 0 {
		b = b[:end]
	}
	if !utf8.Valid(b) {
		if decoded, err := charmap.Windows1252.NewDecoder().Bytes(b); err == nil && s.format < 118 {
			b = decoded
		}
	}
	return strings.ToValidUTF8(string(b), "\ufffd")
}

// display notes whether a variable is shown as a day.
func (s *stata) display(format string) {
	s.dates = append(s.dates, strings.HasPrefix(format, "%td") || strings.HasPrefix(format, "%d") || strings.HasPrefix(format, "%-td"))
}

// expect reads a tag of formats 117 and later.
func (s *stata) expect(tag string) error {
	b, err := s.bytes(len(tag))
	if err == nil && string(b) != tag {
		err = s.fault("%q where %q should be", b, tag)
	}
	return err
}

// readNew reads everything before the data of formats 117 to 119.
func (s *stata) readNew() error {
	if err := s.expect(stataMagic); err != nil {
		return err
	}
	release, err := s.bytes(3)
	if err != nil {
		return err
	}
	if s.format, err = strconv.Atoi(string(release)); err != nil || s.format < 117 || s.format > 119 {
		return s.fault("its format is %q; 113 to 115 and 117 to 119 can be read", release)
	}
	if err = s.expect("</release><byteorder>"); err != nil {
		return err
	}
	order, err := s.bytes(3)
	if err != nil {
		return err
	}
	s.setOrder(string(order) == "MSF")
	wide := map[int][4]int{117: {2, 4, 1, 33}, 118: {2, 8, 2, 129}, 119: {4, 8, 2, 129}}[s.format]
	if err = s.expect("</byteorder><K>"); err != nil {
		return err
	}
	variables, err := s.number(wide[0])
	if err != nil {
		return err
	}
	if err = s.allow(variables); err != nil {
		return err
	}
	if err = s.expect("</K><N>"); err != nil {
		return err
	}
	if s.rows, err = s.number(wide[1]); err != nil {
		return err
	}
	if err = s.expect("</N><label>"); err != nil {
		return err
	}
	size, err := s.number(wide[2])
	if err == nil {
		err = s.skip(size)
	}
	if err == nil {
		err = s.expect("</label><timestamp>")
	}
	if err != nil {
		return err
	}
	if size, err = s.number(1); err == nil {
		err = s.skip(size)
	}
	if err == nil {
		err = s.expect("</timestamp></header><map>")
	}
	if err == nil {
		err = s.skip(14 * 8)
	}
	if err == nil {
		err = s.expect("</map><variable_types>")
	}
	if err != nil {
		return err
	}
	for range variables {
		t, err := s.number(2)
		if err != nil {
			return err
		}
		if t == 0 || t > 2045 && t != stataStrL && (t < stataDouble || t > stataByte) {
			return s.fault("a variable of the unknown type %d", t)
		}
		s.types = append(s.types, int(t))
	}
	if err = s.expect("</variable_types><varnames>"); err != nil {
		return err
	}
	if err = s.texts(int(variables), wide[3], func(name string) { s.names = append(s.names, name) }); err != nil {
		return err
	}
	if err = s.expect("</varnames><sortlist>"); err != nil {
		return err
	}
	each := uint64(2)
	if s.format == 119 {
		each = 4
	}
	if err = s.skip((variables + 1) * each); err != nil {
		return err
	}
	if err = s.expect("</sortlist><formats>"); err != nil {
		return err
	}
	formats := 57
	if s.format == 117 {
		formats = 49
	}
	if err = s.texts(int(variables), formats, s.display); err != nil {
		return err
	}
	return s.seek("<data>")
}

// seek passes over labels and characteristics, none of which is read.
func (s *stata) seek(tag string) error {
	for {
		chunk, err := s.in.ReadSlice(tag[len(tag)-1])
		if bytes.HasSuffix(chunk, []byte(tag)) {
			return nil
		}
		if err != nil && err != bufio.ErrBufferFull {
			return s.cut(err)
		}
	}
}

// Read implements io.Reader.
func (s *stata) Read(p []byte) (int, error) {
	for s.out.Len() == 0 {
		switch {
		case !s.written:
			s.written = true
			_ = s.csv.Write(s.names)
		case s.rows == 0:
			return 0, io.EOF
		default:
			if _, err := io.ReadFull(s.in, s.row); err != nil {
				return 0, s.cut(err)
			}
			s.rows--
			fields, err := s.observation()
			if err != nil {
				return 0, err
			}
			_ = s.csv.Write(fields)
		}
		s.csv.Flush()
	}
	return s.out.Read(p)
}

func (s *stata) observation() ([]string, error) {
	fields := make([]string, len(s.types))
	at := 0
	for i, t := range s.types {
		b := s.row[at : at+stataWidth(t)]
		at += len(b)
		switch t {
		case stataStrL:
			if s.order.Uint64(b) != 0 {
				return nil, s.fault("its variable %s holds texts of any length (strL), which stand elsewhere in the file; `recast str2045 %s` before saving mends that", s.names[i], s.names[i])
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
	return fields, nil
}

// value writes a number with no more digits than it was stored with; days count from 1960.
func (s *stata) value(i int, f float64, bits int) string {
	if s.dates[i] && math.Abs(f) < 3_000_000 {
		return time.Date(1960, 1, 1+int(f), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.FormatFloat(f, 'f', -1, bits)
	}
	return strconv.FormatFloat(f, 'g', -1, bits)
}
