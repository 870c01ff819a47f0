// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package tree

import (
	"io/fs"
	"os"
	"slices"
	"sync"
)

// Memory is what was seen of this machine: paths, links, the content of files that were read whole, and directories. Answers from it
// belong together even if something changes meanwhile. It keeps files by their paths on this machine, so trees with other roots and mounts may share it, and so
// may several goroutines.
type Memory struct {
	mutex sync.Mutex
	seen  map[any]any
}

// NewMemory returns a memory of nothing.
func NewMemory() *Memory { return &Memory{seen: map[any]any{}} }

// Once returns what look returned when it was called first for a key of this type. Without a memory it calls look. Two goroutines may
// look at the same time; both get the answer of one of them.
func Once[K comparable, V any](m *Memory, key K, look func() V) V {
	if m == nil {
		return look()
	}
	if known, ok := m.recall(key); ok {
		return known.(V)
	}
	return m.keep(key, look()).(V)
}

func (m *Memory) recall(key any) (any, bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	known, ok := m.seen[key]
	return known, ok
}

func (m *Memory) keep(key, value any) any {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if known, ok := m.seen[key]; ok {
		return known
	}
	m.seen[key] = value
	return value
}

// What a memory keeps of a path on this machine: that which Lstat or Stat says, where a link leads, a file's content up to a limit, and the
// names in a directory.
type (
	sightOf struct {
		native string
		follow bool
	}
	targetOf  struct{ native string }
	contentOf struct {
		native string
		limit  int64
	}
	namesOf struct{ native string }
)

// answer is a value, or the reason why there is none.
type answer[V any] struct {
	value V
	err   error
}

func answered[V any](value V, err error) answer[V] { return answer[V]{value, err} }

func (m *Memory) lstat(native string) (fs.FileInfo, error) {
	sight := Once(m, sightOf{native: native}, func() answer[fs.FileInfo] { return answered(os.Lstat(native)) })
	return sight.value, sight.err
}

func (m *Memory) stat(native string) (fs.FileInfo, error) {
	sight := Once(m, sightOf{native, true}, func() answer[fs.FileInfo] { return answered(os.Stat(native)) })
	return sight.value, sight.err
}

func (m *Memory) readlink(native string) (string, error) {
	target := Once(m, targetOf{native}, func() answer[string] { return answered(os.Readlink(native)) })
	return target.value, target.err
}

func (m *Memory) content(native string, limit int64, read func() ([]byte, error)) ([]byte, error) {
	content := Once(m, contentOf{native, limit}, func() answer[[]byte] { return answered(read()) })
	return slices.Clone(content.value), content.err
}

func (m *Memory) names(native string, list func() ([]string, error)) ([]string, error) {
	names := Once(m, namesOf{native}, func() answer[[]string] { return answered(list()) })
	return slices.Clone(names.value), names.err
}
