// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package tree

// Memory is what a search saw: it looks at each path once, so its answers belong together even if something changes meanwhile. It
// is for one search in one goroutine.
type Memory struct{ seen map[string]sight }

type sight struct {
	node
	err error
}

// NewMemory returns a memory of nothing.
func NewMemory() *Memory { return &Memory{seen: map[string]sight{}} }

func (m *Memory) at(path string, look func(string) (node, error)) (node, error) {
	known, ok := m.seen[path]
	if !ok {
		known.node, known.err = look(path)
		m.seen[path] = known
	}
	return known.node, known.err
}
