// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import (
	"errors"
	"fmt"
	"maps"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/winkeys"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// memory is a registry in memory. It panics after a number of writes, as a process is killed, or fails at one.
type memory struct {
	values       map[string]held
	killed, fail int
}

var (
	errKilled = errors.New("killed")
	errDenied = errors.New("denied")
)

func (m *memory) get(key, name string) (held, error) { return m.values[key+`\`+name], nil }

func (m *memory) set(key, name string, h held) error {
	if m.fail--; m.fail == 0 {
		return errDenied
	}
	if h.Present {
		m.values[key+`\`+name] = h
	} else {
		delete(m.values, key+`\`+name)
	}
	if m.killed--; m.killed == 0 {
		panic(errKilled)
	}
	return nil
}

func (m *memory) numbers() ([]int, error) {
	var numbers []int
	for i := range 100 {
		if _, has := m.values[journalKey+`\`+strconv.Itoa(i)]; has {
			numbers = append(numbers, i)
		}
	}
	return numbers, nil
}

// active are the values of both views.
func (m *memory) active() [2]held {
	return [2]held{m.values[nativeView.key+`\`+winkeys.ActiveRuntime], m.values[narrowView.key+`\`+winkeys.ActiveRuntime]}
}

// surviving does something and reports whether it was killed.
func surviving(do func()) (died bool) {
	defer func() {
		if reason := recover(); reason != nil {
			if died = reason == any(errKilled); !died {
				panic(reason)
			}
		}
	}()
	do()
	return false
}

// Wherever the process is killed, each program gets what was there or what was wanted, and the next call finishes the change.
func TestJournal_FinishesWhatAKilledProcessLeft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := &memory{values: map[string]held{}}
		for _, v := range []view{nativeView, narrowView} {
			switch rapid.SampledFrom([]string{"absent", "text", "expanded", "number"}).Draw(t, "at first") {
			case "text":
				m.values[v.key+`\`+winkeys.ActiveRuntime] = naming(`C:\first.json`)
			case "expanded":
				m.values[v.key+`\`+winkeys.ActiveRuntime] = held{Present: true, Kind: registry.ExpandString, Data: registry.TextData(`%ProgramFiles%\first.json`)}
			case "number":
				m.values[v.key+`\`+winkeys.ActiveRuntime] = held{Present: true, Kind: registry.DWord, Data: []byte{1, 2, 3, 4}}
			}
		}
		j := journal{m}
		var pasts [][2]held
		for step := range rapid.IntRange(1, 10).Draw(t, "steps") {
			now := m.active()
			next := now
			undo := len(pasts) > 0 && rapid.Bool().Draw(t, "undo")
			var values []value
			if undo {
				next = pasts[len(pasts)-1]
			} else {
				for i, v := range []view{nativeView, narrowView} {
					if rapid.Bool().Draw(t, "change") {
						manifest := fmt.Sprintf(`C:\%d.json`, step)
						values = append(values, value{v, manifest})
						next[i] = naming(manifest)
					}
				}
			}
			m.killed = rapid.IntRange(0, 8).Draw(t, "killed at")
			died := surviving(func() {
				if undo {
					_, err := j.undo(false)
					require.NoError(t, err)
					return
				}
				require.NoError(t, j.change("x", values))
			})
			m.killed = 0
			got := m.active()
			for i := range got {
				require.Contains(t, []held{now[i], next[i]}, got[i])
			}
			require.NoError(t, j.recover())
			got = m.active()
			require.Contains(t, [][2]held{now, next}, got)
			require.True(t, died || equal(got, next))
			entries, _, err := j.entries()
			require.NoError(t, err)
			switch {
			case equal(got, next) && undo:
				pasts = pasts[:len(pasts)-1]
			case equal(got, next) && !equal(now, next):
				pasts = append(pasts, now)
			}
			require.Len(t, entries, len(pasts))
			require.NotContains(t, m.values, journalKey+`\`+beingMade)
		}
	})
}

func equal(a, b [2]held) bool { return a[0].equals(b[0]) && a[1].equals(b[1]) }

// A write that fails takes back what was written before.
func TestJournal_TakesBackWhatFailed(t *testing.T) {
	t.Parallel()
	for failing := 1; failing <= 3; failing++ {
		m := &memory{values: map[string]held{nativeView.key + `\` + winkeys.ActiveRuntime: naming("a")}, fail: failing}
		before := maps.Clone(m.values)
		err := journal{m}.change("x", []value{{nativeView, "b"}, {narrowView, "c"}})
		require.ErrorIs(t, err, errDenied)
		require.Equal(t, before, m.values)
	}
}

func TestJournal_LeavesWhatAnotherProgramWrote(t *testing.T) {
	t.Parallel()
	m := &memory{values: map[string]held{}}
	j := journal{m}
	require.NoError(t, j.change("x", []value{{nativeView, "b"}}))
	m.values[nativeView.key+`\`+winkeys.ActiveRuntime] = naming("theirs")
	_, err := j.undo(false)
	var refused *RefusedError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, CodeChanged, refused.Code)
	_, err = j.undo(true)
	require.NoError(t, err)
	require.Empty(t, m.values)
	_, err = j.undo(true)
	require.ErrorAs(t, err, &refused)
	require.Equal(t, CodeNothing, refused.Code)
}

func TestJournal_RemembersSoMany(t *testing.T) {
	t.Parallel()
	m := &memory{values: map[string]held{}}
	for i := range 2 * maxJournal {
		require.NoError(t, journal{m}.change("x", []value{{nativeView, fmt.Sprint(i)}}))
	}
	numbers, err := m.numbers()
	require.NoError(t, err)
	require.Len(t, numbers, maxJournal)
}

// On Windows both views are written, from any machine as commands.
func TestMake_WritesBothViews(t *testing.T) {
	t.Parallel()
	text := "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Khronos\\OpenXR\\1]\r\n\"ActiveRuntime\"=\"C:\\\\old32.json\"\r\n\r\n" +
		"[HKEY_LOCAL_MACHINE\\SOFTWARE\\Khronos\\OpenXR\\1]\r\n\"ActiveRuntime\"=\"C:\\\\wide.json\"\r\n"
	source := &registry.Registry{}
	require.NoError(t, source.Read("export.reg", []byte(text)))
	m := Machine{Host: loader.Host{GOOS: "windows", Arch: "x86_64", Registry: source, Root: t.TempDir(), LookupEnv: func(string) (string, bool) { return "", false }}}
	plan, err := Make(t.Context(), m, Choice{Name: "x", Manifests: map[string]string{"x86_64": `C:\new.json`, "i686": `C:\new32.json`}}, true)
	require.NoError(t, err)
	require.Equal(t, []Change{
		{Path: `HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1\ActiveRuntime`, Before: `C:\wide.json`, After: `C:\new.json`, Programs: "64-bit programs"},
		{Path: `HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Khronos\OpenXR\1\ActiveRuntime`, Before: `C:\old32.json`, After: `C:\new32.json`, Programs: "32-bit programs"},
	}, plan.Changes)
	require.Equal(t, []string{
		`reg add "HKLM\SOFTWARE\Khronos\OpenXR\1" /v ActiveRuntime /d "C:\new.json" /f`,
		`reg add "HKLM\SOFTWARE\WOW6432Node\Khronos\OpenXR\1" /v ActiveRuntime /d "C:\new32.json" /f`,
	}, plan.Commands())
	require.Empty(t, plan.Notes)
	plan, err = Make(t.Context(), m, Choice{Name: "x", Manifests: map[string]string{"x86_64": `C:\new.json`}}, true)
	require.NoError(t, err)
	require.Equal(t, []string{`x has no build for 32-bit programs, which keep what they have: C:\old32.json.`}, plan.Notes)
	plan, err = Make(t.Context(), m, Choice{Name: "x", Manifests: map[string]string{"x86_64": `c:\WIDE.json`}}, true)
	require.NoError(t, err)
	require.Empty(t, plan.Changes, "it is active already")
	_, err = Make(t.Context(), m, Choice{Name: "x", Manifests: map[string]string{"x86_64": `C:\wide.JSON`}}, true)
	require.ErrorContains(t, err, "does not end in .json")
}
