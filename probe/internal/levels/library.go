// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// load loads the runtime, the Khronos loader, or a simulated runtime.
func (a *asker) load() *report.Cause {
	var err error
	switch {
	case a.simulated != nil:
		a.entry, err = a.simulated.Entry()
	case a.request.Sheet != nil:
		a.entry, err = a.loadSheet()
	case a.request.ThroughLoader:
		a.ask(wire.Question{Command: "load the Khronos loader"})
		a.entry, err = openxr.FromLoader(a.request.Loader)
	default:
		a.entry, err = a.loadLibrary()
	}
	return causeOf(err)
}

func (a *asker) loadLibrary() (*openxr.Entry, error) {
	a.ask(wire.Question{Command: "load the library"})
	library, err := openxr.Load(loader.Manifest{Library: a.request.Library, Functions: a.request.Functions})
	if err != nil {
		return nil, err
	}
	a.ask(wire.Question{Command: loader.NegotiateFunction})
	return library.Negotiate()
}

// loadSheet makes the simulated runtime in this process.
func (a *asker) loadSheet() (*openxr.Entry, error) {
	runtime, err := simulated.New(*a.request.Sheet)
	if err != nil {
		return nil, err
	}
	a.unload = runtime.Close
	return runtime.Entry()
}

func (a *asker) listExtensions() *report.Cause {
	a.ask(wire.Question{Command: "xrEnumerateInstanceExtensionProperties"})
	extensions, err := a.entry.Extensions()
	if err != nil {
		return causeOf(err)
	}
	a.runtime.Extensions = make([]report.Extension, 0, len(extensions))
	for _, extension := range extensions {
		a.runtime.Extensions = append(a.runtime.Extensions, report.Extension(extension))
	}
	return nil
}
