// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The runtimes of the tests, by the words of testdata/hostile/runtime.c.
const (
	wellBehaved = "test_runtime"
	slow        = "wait=300@create"
	crashing    = "figures@create+segv@create"
	// listening has a socket, as every runtime has that talks to a service. Without one, xrprobe
	// would not look into the table of connections.
	listening = "listen@create"
)

const slowRuntimes = 8

// files are where the programs and runtimes are.
type files struct {
	bin, dir string
	library  []byte
}

// newFiles copies the test runtime of the directory bin into a new directory, once for each runtime.
func newFiles(bin string) (files, error) {
	library, err := os.ReadFile(filepath.Join(bin, "runtime.so"))
	if err != nil {
		return files{}, err
	}
	dir, err := os.MkdirTemp("", "price")
	if err != nil {
		return files{}, err
	}
	f := files{bin: bin, dir: dir, library: library}
	err = errors.Join(f.writeRuntime("plain", wellBehaved), f.writeRuntime("crash", crashing), f.writeRuntime("listen", listening), f.writeRuntime("one/0", slow))
	for i := range slowRuntimes {
		err = errors.Join(err, f.writeRuntime(fmt.Sprintf("eight/%d", i), slow))
	}
	return f, err
}

// writeRuntime writes a runtime that behaves as the words say. Its manifest is where a search of the
// data directory "DIR" of "DIR/NUMBER" finds it.
func (f files) writeRuntime(place, words string) error {
	library := filepath.Join(f.dir, place, "lib"+words+".so")
	manifest := f.manifest(place)
	content, err := json.Marshal(map[string]any{
		"file_format_version": "1.0.0", "runtime": map[string]string{"name": "Test runtime", "library_path": library},
	})
	return errors.Join(err,
		os.MkdirAll(filepath.Dir(library), 0o700), os.MkdirAll(filepath.Dir(manifest), 0o700),
		os.WriteFile(library, f.library, 0o700), os.WriteFile(manifest, content, 0o600))
}

func (f files) manifest(place string) string {
	data, name, _ := strings.Cut(place, "/")
	return filepath.Join(f.dir, data, "openxr", "1", "r"+name+".json")
}

// program returns the path of a tree's program.
func (f files) program(tree, name string) string { return filepath.Join(f.bin, tree, name) }

// active makes a runtime of these files the active one.
func (f files) active(place string) []string { return []string{"XR_RUNTIME_JSON=" + f.manifest(place)} }

// only makes the runtimes of a data directory the only ones.
func (f files) only(data string) []string {
	none := filepath.Join(f.dir, "none")
	return append(f.active(data+"/0"), "XDG_DATA_DIRS="+filepath.Join(f.dir, data), "XDG_DATA_HOME="+none, "XDG_CONFIG_DIRS="+none, "XDG_CONFIG_HOME="+none)
}

// references are the programs that belong to no tree.
func (f files) references() []program {
	return []program{
		{name: "C", command: []string{filepath.Join(f.bin, "calls")}},
		{name: "list", command: []string{"openxr_runtime_list_json"}},
		{name: "empty", command: []string{filepath.Join(f.bin, "empty")}},
	}
}

// of returns the programs of a tree. Those that need a room that there is not are left out.
func (f files) of(tree string, rooms map[string]*room) []program {
	xrprobe, embedder := f.program(tree, "xrprobe"), f.program(tree, "embedder")
	all := []string{xrprobe, "--json", "--runtime", "all", "--level", "properties"}
	programs := []program{
		{name: "json", command: []string{xrprobe, "--json"}, read: reportOf("ok", 1)},
		{name: "in process", command: []string{embedder, "in-process", f.manifest("plain")}, read: printed},
		{name: "spare", command: []string{embedder, "spare", f.manifest("plain"), xrprobe}, read: printed},
		{name: "crash", command: []string{xrprobe, "--json"}, env: f.active("crash"), read: sinceCrash, mayFail: true},
		{name: "version", command: []string{xrprobe, "version"}},
	}
	for name, in := range rooms {
		programs = append(programs, program{name: name, command: []string{xrprobe, "--json"}, env: f.active("listen"), in: in, read: reportOf("ok", 1)})
	}
	if quiet := rooms["quiet"]; quiet != nil {
		programs = append(programs,
			program{name: "one", command: all, env: f.only("one"), in: quiet, read: reportOf("ok", 1)},
			program{name: "eight", command: all, env: f.only("eight"), in: quiet, read: reportOf("ok", slowRuntimes)})
	}
	for i := range programs {
		programs[i].name += " " + tree
	}
	return programs
}

// asked is what a benchmark reads of a report.
type asked struct {
	Runtimes []struct {
		Status string  `json:"status"`
		Log    *string `json:"log"`
	} `json:"runtimes"`
}

func readReport(output []byte, status string, runtimes int) (asked, error) {
	var r asked
	if err := json.Unmarshal(output, &r); err != nil {
		return asked{}, fmt.Errorf("the output is no report: %w", err)
	}
	if len(r.Runtimes) != runtimes {
		return asked{}, fmt.Errorf("the report has %d runtimes, and not %d", len(r.Runtimes), runtimes)
	}
	for _, runtime := range r.Runtimes {
		if runtime.Status != status {
			return asked{}, fmt.Errorf("a runtime's status is %q, and not %q", runtime.Status, status)
		}
	}
	return r, nil
}

// reportOf reads a report in which each runtime has a status. The figure is the report's size.
func reportOf(status string, runtimes int) func([]byte, time.Time) (float64, error) {
	return func(output []byte, _ time.Time) (float64, error) {
		_, err := readReport(output, status, runtimes)
		return float64(len(output)), err
	}
}

var crashTime = regexp.MustCompile(`now: (\d+)`)

// sinceCrash reads when the runtime crashed from its words in the report. The figure is the time
// from then to the program's end.
func sinceCrash(output []byte, end time.Time) (float64, error) {
	r, err := readReport(output, "crashed", 1)
	if err != nil {
		return 0, err
	}
	if r.Runtimes[0].Log == nil {
		return 0, errors.New("the report has no log")
	}
	found := crashTime.FindStringSubmatch(*r.Runtimes[0].Log)
	if found == nil {
		return 0, errors.New("the log does not say when the runtime crashed")
	}
	at, err := strconv.ParseInt(found[1], 10, 64)
	return milliseconds(end.Sub(time.Unix(0, at))), err
}

// printed reads the milliseconds that a program prints.
func printed(output []byte, _ time.Time) (float64, error) {
	return strconv.ParseFloat(strings.TrimSpace(string(output)), 64)
}
