// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package pretend

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe"
)

// hands do what a fix says on a machine that was laid out.
type hands struct {
	machine Example
	root    string
}

func (h hands) at(file string) string { return filepath.Join(h.root, file) }

// writeFix is a fix that changes a manifest, and copyFix one that writes another.
var (
	writeFix = regexp.MustCompile(`^In (/.*), write "(library_path|name)": "(.*)"$`)
	copyFix  = regexp.MustCompile(`^(?:Leave|Write a copy of) (/\S+) .*"library_path": "([^"]*)" .*?(?:name |to )(\S+?)\.?$`)
)

// carryOut does what a fix says, and reports false for what is left to people.
func (h hands) carryOut(t *testing.T, fix string) bool {
	t.Helper()
	if h.leave(t) {
		return true
	}
	if match := writeFix.FindStringSubmatch(fix); match != nil {
		h.edit(t, match[1], match[1], match[2], match[3])
		return true
	}
	if match := copyFix.FindStringSubmatch(fix); match != nil {
		h.edit(t, match[1], path.Join(path.Dir(match[1]), path.Base(match[3])), "library_path", match[2])
		return true
	}
	command := fix
	if at := strings.LastIndex(fix, ": "); at >= 0 {
		command = fix[at+2:]
	}
	for one := range strings.SplitSeq(command, " && ") {
		if !h.run(t, one) {
			return false
		}
	}
	return true
}

// fixed precedes the names of what is there after somebody did what a fix says.
const fixed = "fixed: "

// leave makes what a machine says is there after its fix, and reports whether it says so.
func (h hands) leave(t *testing.T) bool {
	t.Helper()
	told := false
	for name, text := range maps.Clone(h.machine.parts) {
		rest, is := strings.CutPrefix(name, fixed)
		switch {
		case !is:
			continue
		case strings.HasPrefix(rest, "/"):
			require.NoError(t, os.RemoveAll(h.at(rest)))
			require.NoError(t, put(h.at(rest), text))
		default:
			h.machine.parts[rest] = text
		}
		told = true
	}
	require.NoError(t, h.machine.chmod(h.root))
	return told
}

// edit writes a manifest with one value changed.
func (h hands) edit(t *testing.T, from, to, key, value string) {
	t.Helper()
	text, err := os.ReadFile(h.at(from))
	require.NoError(t, err)
	var manifest struct {
		Version string            `json:"file_format_version"`
		Runtime map[string]string `json:"runtime"`
	}
	require.NoError(t, json.Unmarshal(text, &manifest))
	manifest.Runtime[key] = value
	text, err = json.Marshal(manifest)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(h.at(to), text, 0o644))
}

// word is a word of a shell's line, plain or quoted.
var word = regexp.MustCompile(`(?:'[^']*'|"[^"]*"|[^'" ])+`)

// run runs a command of the few that fixes have.
func (h hands) run(t *testing.T, command string) bool {
	t.Helper()
	words := word.FindAllString(command, -1)
	for i := range words {
		words[i] = strings.NewReplacer(`"$(id -un)"`, "ann", "'", "", `"`, "").Replace(words[i])
	}
	if words[0] == "sudo" {
		words = words[1:]
	}
	last := words[len(words)-1]
	switch strings.Join(words[:len(words)-1], " ") {
	case "unset":
		h.set(last, "", false)
	case "export":
		name, value, _ := strings.Cut(last, "=")
		if strings.Contains(value, "$") {
			return false
		}
		h.set(name, value, true)
	case "mkdir -p":
		require.NoError(t, os.MkdirAll(h.at(last), 0o755))
	case "rm":
		require.NoError(t, os.Remove(h.at(last)))
	case "kill":
		require.NoError(t, os.RemoveAll(h.at("/proc/"+last)))
	default:
		return h.runMore(t, words)
	}
	return true
}

func (h hands) runMore(t *testing.T, words []string) bool {
	t.Helper()
	last := words[len(words)-1]
	switch {
	case words[0] == "ln":
		if words[1] != "-s" {
			require.NoError(t, os.Remove(h.at(last)))
		}
		require.NoError(t, os.Symlink(words[2], h.at(last)))
	case words[0] == "mv":
		require.NoError(t, os.Rename(h.at(words[1]), h.at(last)))
	case words[0] == "chmod":
		h.chmod(t, words[1], last)
	case words[0] == "chown":
		h.chown(words[len(words)-2], last, words[1] == "-R")
	case words[0] == "sed" && words[1] == "-i":
		h.delete(t, last, strings.TrimSuffix(words[2], "d"))
	case path.Base(words[0]) == "monado-service":
		h.start(t)
	case words[0] == "reg":
		h.registry(t, words[1:])
	case words[0] == "usermod":
		h.join(t, words[2], last)
	default:
		return false
	}
	return true
}

func (h hands) set(name, value string, is bool) {
	variables := h.machine.variables()
	delete(variables, name)
	if is {
		variables[name] = value
	}
	var lines strings.Builder
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		fmt.Fprintf(&lines, "%s=%s\n", name, variables[name])
	}
	h.machine.parts["variables"] = lines.String()
}

func (h hands) chmod(t *testing.T, change, file string) {
	t.Helper()
	info, err := os.Stat(h.at(file))
	require.NoError(t, err)
	mask, known := map[string]os.FileMode{"o-w": 0o002, "g-w": 0o020, "a+rx": 0}[change]
	require.True(t, known, change)
	mode := info.Mode().Perm() &^ mask
	if change == "a+rx" {
		mode |= 0o555
	}
	require.NoError(t, os.Chmod(h.at(file), mode))
}

// registry does what reg add and reg delete do: what stands last in an export counts.
func (h hands) registry(t *testing.T, words []string) {
	t.Helper()
	option := func(name string) string {
		at := slices.Index(words, name)
		require.GreaterOrEqual(t, at, 0, "%s in %v", name, words)
		return words[at+1]
	}
	escaped := func(text string) string { return `"` + strings.ReplaceAll(text, `\`, `\\`) + `"` }
	value := "-"
	if words[0] == "add" {
		value = escaped(option("/d"))
		if option("/t") == "REG_DWORD" {
			value = "dword:0000000" + option("/d")
		}
	}
	h.machine.parts["registry"] += "\n[" + words[1] + "]\n" + escaped(option("/v")) + "=" + value + "\n"
}

// join makes a user a member of a group.
func (h hands) join(t *testing.T, group, user string) {
	t.Helper()
	text, err := os.ReadFile(h.at("/etc/group"))
	require.NoError(t, err)
	line := regexp.MustCompile(`(?m)^` + group + `:.*$`)
	require.Regexp(t, line, string(text))
	require.NoError(t, os.WriteFile(h.at("/etc/group"), line.ReplaceAll(text, []byte("$0,"+user)), 0o644))
}

// chown gives a file, and if deep all in it, to a user.
func (h hands) chown(user, file string, deep bool) {
	number := map[string]string{"root": "0", "ann": "1000"}[user]
	owners := h.machine.words("owners")
	owners[file] = number
	var lines strings.Builder
	for name, owner := range owners {
		if deep && strings.HasPrefix(name, file+"/") {
			owner = number
		}
		fmt.Fprintf(&lines, "%s %s\n", name, owner)
	}
	h.machine.parts["owners"] = lines.String()
}

// delete deletes a line of a file.
func (h hands) delete(t *testing.T, file, line string) {
	t.Helper()
	number, err := strconv.Atoi(line)
	require.NoError(t, err)
	text, err := os.ReadFile(h.at(file))
	require.NoError(t, err)
	lines := strings.SplitAfter(string(text), "\n")
	require.NoError(t, os.WriteFile(h.at(file), []byte(strings.Join(slices.Delete(lines, number-1, number), "")), 0o644))
}

// start starts Monado's service: a process and a socket to which it listens.
func (h hands) start(t *testing.T) {
	t.Helper()
	dir := h.machine.variables()["XDG_RUNTIME_DIR"]
	socket := path.Join(dir, "monado_comp_ipc")
	require.NoError(t, os.MkdirAll(h.at("/proc/9"), 0o755))
	require.NoError(t, os.WriteFile(h.at("/proc/9/comm"), []byte("monado-service\n"), 0o644))
	require.NoError(t, os.MkdirAll(h.at("/proc/net"), 0o755))
	require.NoError(t, os.WriteFile(h.at("/proc/net/unix"), []byte("0: 00000002 00000000 00010000 0001 01 9 "+socket+"\n"), 0o644))
	require.NoError(t, os.MkdirAll(h.at(dir), 0o755))
	_ = os.Remove(h.at(socket)) // the service replaces what is left of another
	require.NoError(t, syscall.Mknod(h.at(socket), syscall.S_IFSOCK|0o600, 0))
	if e := h.machine; strings.Contains(e.parts["answer"], "xr_error") {
		delete(e.parts, "answer")
	}
}

// forPeople are the IDs whose fix is no command that can be carried out below a root: a word to people, or a command of a program that
// is not here. What the machine is after it, its near miss shows.
var forPeople = []string{
	"answer_distrusted", "bad_api_version", "bad_interface_version", "broken_answer", "browser_library", "browser_off", "browser_socket", "call_failed", "crashed", "discovery_unsupported", "entry_point_missing", "exited", "glfw_not_built_in", "glfw_not_on_main_thread", "headset_extends_desktop", "headset_not_seen",
	"helper_failed", "hidden_from_place", "interrupted", "invoking_user", "library_damaged", "library_empty_path", "library_load_failed", "library_missing", "library_needs",
	"library_no_negotiate", "library_not_object", "library_not_shared", "library_unreadable", "library_wrong_format", "manifest_depth", "manifest_fields", "manifest_root",
	"manifest_syntax", "manifest_too_large", "manifest_type", "manifest_unreadable", "manifest_version", "manifest_warning", "negotiation_refused", "no_display", "no_get_instance_proc_addr", "no_opengl", "no_session_kind", "not_installed", "not_locked",
	"other_architecture_fails", "other_for_root", "question_left_out", "sandboxed", "standalone_on_cable", "temporary_path", "timed_out", "too_much_memory", "view_of_place",
}

// A fix, carried out, ends the finding, and brings no error.
func TestExamples_TheirFixesEndThem(t *testing.T) {
	t.Parallel()
	eachExample(t, func(t *testing.T, e Example) {
		skipIfOpen(t, e)
		before, root := examine(t, e)
		at := slices.IndexFunc(before.Report.Problems, func(p report.Problem) bool { return p.ID == e.ID })
		require.GreaterOrEqual(t, at, 0)
		fix := before.Report.Problems[at].Fix
		h := hands{machine: e, root: root}
		done := fix != nil && h.carryOut(t, *fix)
		require.Equal(t, !slices.Contains(forPeople, e.ID), done)
		if !done {
			return
		}
		after, err := h.machine.Examine(t.Context(), probe.Prober{}, root)
		require.NoError(t, err)
		require.NotContains(t, after.ids(), e.ID, *fix)
		if isRepaired(e.ID) {
			require.Subset(t, before.ids(), after.ids(), "%s brings a new problem", *fix)
		}
		for _, problem := range after.Report.Problems {
			require.NotEqual(t, report.SeverityError, problem.Severity, "%s leads to %+v", *fix, problem)
		}
	})
}
