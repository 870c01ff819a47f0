// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package pretend

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/doctor"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

// Pretended is an example machine after its examination.
type Pretended struct {
	Example
	// Report is what the examination found, and Machine what was examined. Nothing is there any more.
	Report  *report.Report
	Machine doctor.Machine
	// Evidence are the facts behind each problem of the report, in its order.
	Evidence [][]string
}

// Examine examines the example machine for an ID as a prober and all linters examine a real one. It executes nothing.
func Examine(ctx context.Context, prober probe.Prober, id string) (Pretended, error) {
	e, err := Read(id)
	if err != nil {
		return Pretended{}, err
	}
	root, err := os.MkdirTemp("", "xrprobe-")
	if err != nil {
		return Pretended{}, fmt.Errorf("the example machine cannot be laid out: %w", err)
	}
	defer remove(root)
	if err := e.Lay(root); err != nil {
		return Pretended{}, fmt.Errorf("the example machine cannot be laid out on %s: %s", runtime.GOOS, strings.ReplaceAll(err.Error(), root, ""))
	}
	found, err := e.Examine(ctx, prober, root)
	if err == nil && !slices.ContainsFunc(found.Report.Problems, func(p report.Problem) bool { return p.ID == id }) {
		err = fmt.Errorf("this user, on %s, cannot see what is wrong on the example machine: %s", runtime.GOOS, e.About)
	}
	return found, err
}

// remove removes a machine, also what its modes close.
func remove(root string) {
	_ = filepath.WalkDir(root, func(file string, entry fs.DirEntry, _ error) error { // what cannot be opened stays
		if entry != nil && entry.IsDir() {
			return os.Chmod(file, 0o700)
		}
		return nil
	})
	_ = os.RemoveAll(root)
}

// Examine examines a machine that was laid out below a directory.
func (e Example) Examine(ctx context.Context, prober probe.Prober, root string) (Pretended, error) {
	return e.examine(ctx, prober, root, true)
}

func (e Example) examine(ctx context.Context, prober probe.Prober, root string, thorough bool) (Pretended, error) {
	host, err := e.host(root)
	if err != nil {
		return Pretended{}, err
	}
	machine := doctor.Machine{Host: host, Hardware: hardware.Machine{Root: root, GOOS: host.GOOS, GOARCH: "amd64"}, Level: report.LevelBinary, Thorough: thorough, Example: true, Owner: e.owner()}
	if as, is := e.words("machine")["as"]; is {
		at, err := place.Parse(as)
		if err != nil {
			return Pretended{}, err
		}
		view, err := place.Of(host, at)
		if err != nil {
			return Pretended{}, err
		}
		machine.View, machine.Host = &view, view.Host
	}
	prober.Host, prober.Machine = machine.Host, machine.Hardware
	found, err := prober.Probe(ctx, probe.Request{Runtime: cmp.Or(e.words("machine")["runtime"], probe.RuntimeAll), Level: report.LevelBinary})
	if err != nil {
		return Pretended{}, err
	}
	if err := e.answer(found); err != nil {
		return Pretended{}, err
	}
	doctor.Examine(ctx, machine, found)
	p := Pretended{Example: e, Report: found, Machine: machine}
	for _, problem := range found.Problems {
		p.Evidence = append(p.Evidence, doctor.Evidence(machine, found, problem))
	}
	return p, nil
}

// host is the machine below a directory.
func (e Example) host(root string) (loader.Host, error) {
	words, variables := e.words("machine"), e.variables()
	h := loader.Host{
		GOOS: cmp.Or(words["os"], "linux"), Arch: cmp.Or(words["arch"], "x86_64"), Root: root, Secure: func() bool { _, is := words["secure"]; return is }, Wine: func() bool { return false },
		LookupEnv: func(name string) (string, bool) { value, set := variables[name]; return value, set },
	}
	if text, is := words["loader"]; is {
		version, err := loader.ParseVersion(text)
		if err != nil {
			return h, err
		}
		h.Loader = version
	}
	if text, is := e.parts["registry"]; is {
		held := new(registry.Registry)
		if err := held.Read("registry", []byte(text)); err != nil {
			return h, err
		}
		h.Registry = held
	}
	if user, is := words["user"]; is {
		return h.ForUser(user)
	}
	return h, nil
}

// The users of machines that do not name their own.
const root, ann = 0, 1000

// owner says to whom files belong: what is in ann's home directory and session to her, and all else to root, unless the machine
// says otherwise.
func (e Example) owner() func(string) (user, group int, known bool) {
	given := e.words("owners")
	return func(file string) (int, int, bool) {
		if text, is := given[file]; is {
			user, group, _ := strings.Cut(text, ":")
			u, errUser := strconv.Atoi(user)
			g, errGroup := strconv.Atoi(cmp.Or(group, user))
			return u, g, errUser == nil && errGroup == nil
		}
		if strings.HasPrefix(file+"/", "/home/ann/") || strings.HasPrefix(file+"/", "/run/user/1000/") {
			return ann, ann, true
		}
		return root, root, true
	}
}

// answered is what a runtime answered, and what was noticed meanwhile.
type answered struct {
	Runtime  json.RawMessage
	Problems []report.Problem
}

// answer adds to a report what the active runtime answered, as a probe does.
func (e Example) answer(r *report.Report) error {
	text, is := e.parts["answer"]
	if !is {
		return nil
	}
	active := r.Active()
	if active == nil {
		return fmt.Errorf("the example %s has an answer, and no active runtime", e.ID)
	}
	var given answered
	if err := json.Unmarshal([]byte(text), &given); err != nil {
		return fmt.Errorf("the answer of the example %s: %w", e.ID, err)
	}
	if err := json.Unmarshal(given.Runtime, active); err != nil {
		return fmt.Errorf("the answer of the example %s: %w", e.ID, err)
	}
	if cause := active.Cause; cause != nil {
		given.Problems = append(given.Problems, report.Problem{ID: cause.Code, Severity: report.SeverityError, Text: cause.Text, Fix: cause.Fix})
	}
	for _, problem := range given.Problems {
		problem.Subject = active.ID
		r.Problems = append(r.Problems, problem)
	}
	return nil
}
