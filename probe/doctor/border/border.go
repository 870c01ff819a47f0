// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package border

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
	"github.com/xrprobe/xrprobe/probe/internal/places"
)

// ProblemID is the ID of the problem that a difference is, unless the runtime has a problem of its own in the place.
const ProblemID = "hidden_from_place"

// Sockets returns the names of the sockets, in XDG_RUNTIME_DIR, by which a runtime's library reaches its service; the newest first.
type Sockets func(library string) []string

// side is what programs on one side of the border find.
type side struct {
	host     loader.Host
	chosen   string
	via      loader.Via
	manifest loader.Manifest
	// library is the path of the manifest's library, or "" if it is not there.
	library string
	// layers are the names of the API layers that programs get.
	layers []string
}

// look searches on one side.
func look(ctx context.Context, h loader.Host) side {
	s := side{host: h}
	resolution, err := h.Resolve(ctx)
	if err != nil {
		return s
	}
	s.chosen, s.via = resolution.Chosen, resolution.Via
	if s.chosen == "" {
		return s
	}
	if manifest, err := h.ReadManifest(s.chosen); err == nil {
		s.manifest = manifest
		if file := h.LocateLibrary(manifest); file != "" && h.FileAt(file).State == loader.StateFound {
			s.library = file
		}
	}
	layers, _ := h.Layers(ctx) // what cannot be searched has no layers
	for _, layer := range h.PlanLayers(layers, h.RequestedLayers()).Load {
		s.layers = append(s.layers, layer.Name)
	}
	return s
}

// name names the runtime with its manifest.
func (s side) name() string {
	if s.manifest.Path == "" {
		return s.chosen
	}
	return fmt.Sprintf("%s (%s)", places.NameOf(s.manifest), s.chosen)
}

// works reports whether nothing is known that keeps programs on this side from using what they find.
func (s side) works() bool {
	return s.library != "" && s.host.InspectLibrary(s.manifest).Problem == nil
}

// same reports whether both sides load one file.
func (s side) same(other side) bool {
	return s.library != "" && other.library != "" && sameFile(s.host, s.library, other.host, other.library)
}

func sameFile(a loader.Host, inA string, b loader.Host, inB string) bool {
	one, errOne := stat(a, inA)
	two, errTwo := stat(b, inB)
	return errOne == nil && errTwo == nil && os.SameFile(one, two)
}

func stat(h loader.Host, file string) (fs.FileInfo, error) {
	opened, err := h.Open(file)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	return opened.Stat()
}

// difference is what programs of a place do not get.
type difference struct {
	view    place.View
	out, in side
	sockets Sockets
}

// Problem returns what programs of a place do not get, with the fix, or nil if nothing is known.
func Problem(ctx context.Context, v place.View, sockets Sockets) *report.Problem {
	d := difference{view: v, out: look(ctx, v.Outside), in: look(ctx, v.Host), sockets: sockets}
	text := d.text()
	if text == "" {
		return nil
	}
	problem := report.Problem{ID: ProblemID, Severity: report.SeverityWarning, Subject: "host", Text: text}
	if fix := d.fix(ctx); fix != "" {
		problem.Fix = &fix
	}
	return &problem
}

// text says what is different, or returns "" if nothing is.
func (d difference) text() string {
	who := "Programs in " + d.view.At.Describe()
	switch d.view.At.Kind {
	case place.User, place.Sudo:
		who = "Programs of " + d.view.At.Describe()
	case place.Program:
		who = "Processes of " + d.view.At.Describe()
	}
	hidden := d.hidden()
	switch {
	case d.out.chosen == "" && d.in.chosen == "" && d.view.Mounts != nil:
		return fmt.Sprintf("%s find no runtime, and programs outside find none either.", who)
	case d.out.chosen == "" || d.view.At.Kind == place.User:
		return "" // each user has a runtime of their own
	case d.in.chosen == "":
		return fmt.Sprintf("%s find no runtime; programs outside get %s.", who, d.out.name())
	case d.out.library == "" || d.view.Mounts == nil && d.in.chosen == d.out.chosen:
		return ""
	case d.in.manifest.Path == "" && d.in.host.FileAt(d.in.chosen).State != loader.StateFound:
		return fmt.Sprintf("%s do not see the manifest %s, which %s names; programs outside get %s.", who, d.in.chosen, d.in.via, d.out.name())
	case d.in.library == "":
		return fmt.Sprintf("%s find the manifest %s, but not the library that it names; programs outside get %s.", who, d.in.chosen, d.out.name())
	case !d.in.same(d.out) && d.view.Mounts != nil && d.in.works():
		return "" // the place has a runtime of its own
	case !d.in.same(d.out):
		return fmt.Sprintf("%s get %s; programs outside get %s.", who, d.in.name(), d.out.name())
	case hidden != "":
		return fmt.Sprintf("%s find %s, but do not see the socket of its service: %s.", who, d.in.name(), hidden)
	case d.view.At.Kind == place.Steam && len(d.missingLayers()) > 0:
		return fmt.Sprintf("%s do not get the API layers that programs outside get: %s.", who, strings.Join(d.missingLayers(), ", "))
	}
	return ""
}

// hidden returns a socket of the runtime's service that is there outside and not seen inside, or "".
func (d difference) hidden() string {
	if d.view.Mounts == nil || d.out.library == "" {
		return ""
	}
	outside, _ := d.out.host.Getenv("XDG_RUNTIME_DIR")
	inside, _ := d.in.host.Getenv("XDG_RUNTIME_DIR")
	for _, name := range d.sockets(d.out.library) {
		if !isSocket(d.out.host, path.Join(outside, name)) {
			continue
		}
		if inside != "" && isSocket(d.in.host, path.Join(inside, name)) {
			return ""
		}
		return path.Join(outside, name)
	}
	return ""
}

// isSocket reports whether a path leads to a socket. It does not connect.
func isSocket(h loader.Host, file string) bool { return h.FileAt(file).Mode.Type() == fs.ModeSocket }

// missingLayers returns the API layers that only programs outside get.
func (d difference) missingLayers() []string {
	return slices.DeleteFunc(slices.Clone(d.out.layers), func(name string) bool { return slices.Contains(d.in.layers, name) })
}
