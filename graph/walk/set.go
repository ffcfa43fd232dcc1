package walk

// set is a set of numbers that lists them in the order in which they came.
type set struct {
	bits []uint64
	list []uint32
}

func setOf(numbers ...uint32) *set {
	s := &set{}
	for _, n := range numbers {
		s.add(n)
	}
	return s
}

func (s *set) has(n uint32) bool {
	word := int(n / 64)
	return word < len(s.bits) && s.bits[word]&(1<<(n%64)) != 0
}

// add tells whether the number is new.
func (s *set) add(n uint32) bool {
	word := int(n / 64)
	if word >= len(s.bits) {
		s.bits = append(s.bits, make([]uint64, max(word+1-len(s.bits), len(s.bits), 16))...)
	}
	if s.bits[word]&(1<<(n%64)) != 0 {
		return false
	}
	s.bits[word] |= 1 << (n % 64)
	s.list = append(s.list, n)
	return true
}

// queue hands out numbers in order, each found when it is asked for: an answer mostly needs the first few of very many.
type queue struct {
	list    []uint32
	compare func(a, b uint32) int
}

func newQueue(list []uint32, compare func(a, b uint32) int) *queue {
	q := &queue{list, compare}
	for i := len(list)/2 - 1; i >= 0; i-- {
		q.sink(i)
	}
	return q
}

func (q *queue) next() (uint32, bool) {
	n := len(q.list)
	if n == 0 {
		return 0, false
	}
	first := q.list[0]
	q.list[0] = q.list[n-1]
	q.list = q.list[:n-1]
	q.sink(0)
	return first, true
}

func (q *queue) sink(i int) {
	for {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(q.list); child++ {
			if q.compare(q.list[child], q.list[least]) < 0 {
				least = child
			}
		}
		if least == i {
			return
		}
		q.list[i], q.list[least] = q.list[least], q.list[i]
		i = least
	}
}
