package input

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// readOld reads the head of formats 113 to 115.
func (s *stata) readOld() {
	head := s.bytes(4)
	if s.err != nil {
		return
	}
	s.format = int(head[0])
	s.setOrder(head[1] == 1)
	variables := s.number(2)
	s.rows = s.number(4)
	s.skip(81 + 18) // label and time
	n := s.allow(variables)
	for _, t := range s.bytes(n) {
		switch {
		case t >= 251:
			s.types = append(s.types, stataByte-int(t-251)) // byte, int, long, float, double
		case t == 0 || t > 244:
			s.fault("a variable of the unknown type %d", t)
		default:
			s.types = append(s.types, int(t))
		}
	}
	s.texts(n, 33, func(name string) { s.names = append(s.names, name) })
	s.skip(2 * (uint64(n) + 1)) // sort order
	formats := 49
	if s.format == 113 {
		formats = 12
	}
	s.texts(n, formats, s.display)
	s.skip(uint64(n) * (33 + 81)) // names of value labels, labels
	for s.err == nil {            // characteristics
		kind, size := s.number(1), s.number(4)
		if kind == 0 && size == 0 {
			return
		}
		s.skip(size)
	}
}

// allow is the number of variables, 0 where it is not one that can be read.
func (s *stata) allow(variables uint64) int {
	if variables == 0 || variables > maxStataVariables {
		s.fault("%d variables; 1 to %d can be read", variables, maxStataVariables)
		return 0
	}
	return int(variables)
}

func (s *stata) skip(n uint64) {
	if n > math.MaxInt32 {
		s.fault("a part of %d bytes", n)
	}
	if s.err == nil {
		_, err := io.CopyN(io.Discard, s.in, int64(n))
		s.cut(err)
	}
}

// texts reads so many texts of a fixed size, each ended by a zero byte.
func (s *stata) texts(n, size int, take func(string)) {
	for i := range n {
		text := s.text(s.bytes(size))
		if !utf8.ValidString(text) {
			s.fault("the name or format of its variable %d is not valid UTF-8", i+1)
		}
		take(text)
	}
}

// text is UTF-8 from format 118 on, before it what the writer's system wrote, mostly Windows-1252. What is neither
// stays a byte that is not valid, so that the row is rejected in which it stands.
func (s *stata) text(b []byte) string {
	if end := bytes.IndexByte(b, 0); end >= 0 {
		b = b[:end]
	}
	if s.format >= 118 || utf8.Valid(b) {
		return string(b)
	}
	decoded, _ := charmap.Windows1252.NewDecoder().String(string(b))
	return strings.ReplaceAll(decoded, string(utf8.RuneError), "\xff")
}

// display notes in what a variable is shown to count time.
func (s *stata) display(format string) {
	s.units = append(s.units, unitOf(format))
}

// expect reads a tag of formats 117 and later.
func (s *stata) expect(tag string) {
	if b := s.bytes(len(tag)); string(b) != tag {
		s.fault("%q where %q should be", b, tag)
	}
}

// readNew reads everything before the data of formats 117 to 119.
func (s *stata) readNew() {
	s.expect(stataMagic)
	release := s.bytes(3)
	var err error
	if s.format, err = strconv.Atoi(string(release)); err != nil || s.format < 117 || s.format > 119 {
		s.fault("its format is %q; 113 to 115 and 117 to 119 can be read", release)
	}
	s.expect("</release><byteorder>")
	s.setOrder(string(s.bytes(3)) == "MSF")
	wide := map[int][4]int{117: {2, 4, 1, 33}, 118: {2, 8, 2, 129}, 119: {4, 8, 2, 129}}[s.format]
	s.expect("</byteorder><K>")
	n := s.allow(s.number(wide[0]))
	s.expect("</K><N>")
	s.rows = s.number(wide[1])
	s.expect("</N><label>")
	s.skip(s.number(wide[2]))
	s.expect("</label><timestamp>")
	s.skip(s.number(1))
	s.expect("</timestamp></header><map>")
	s.skip(14 * 8)
	s.expect("</map><variable_types>")
	for range n {
		t := s.number(2)
		if t == 0 || t > 2045 && t != stataStrL && (t < stataDouble || t > stataByte) {
			s.fault("a variable of the unknown type %d", t)
		}
		s.types = append(s.types, int(t))
	}
	s.expect("</variable_types><varnames>")
	s.texts(n, wide[3], func(name string) { s.names = append(s.names, name) })
	s.expect("</varnames><sortlist>")
	each := uint64(2)
	if s.format == 119 {
		each = 4
	}
	s.skip((uint64(n) + 1) * each)
	s.expect("</sortlist><formats>")
	formats := 57
	if s.format == 117 {
		formats = 49
	}
	s.texts(n, formats, s.display)
	s.seek("<data>")
}

// seek passes over labels and characteristics, none of which is read.
func (s *stata) seek(tag string) {
	for s.err == nil {
		chunk, err := s.in.ReadSlice(tag[len(tag)-1])
		if bytes.HasSuffix(chunk, []byte(tag)) {
			return
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			s.cut(err)
		}
	}
}

// unitOf is in what a variable counts time, by how it is shown: 'd' for days, 'c' and 'C' for milliseconds, 'm' for
// months; 0 for what is none of them.
func unitOf(format string) byte {
	format = strings.TrimPrefix(strings.TrimPrefix(format, "%"), "-")
	if strings.HasPrefix(format, "d") {
		return 'd'
	}
	if unit, timed := strings.CutPrefix(format, "t"); timed && unit != "" && strings.IndexByte("dcCm", unit[0]) >= 0 {
		return unit[0]
	}
	return 0
}
