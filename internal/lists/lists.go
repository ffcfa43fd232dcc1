// Package lists makes one list of another.
//
//	names := lists.Map(states, func(s *graph.State) string { return s.Name })
package lists

// Map is what f makes of each element, in their order; of no elements it is empty and not nil.
func Map[In, Out any](list []In, f func(In) Out) []Out {
	out := make([]Out, len(list))
	for i, element := range list {
		out[i] = f(element)
	}
	return out
}
