// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Entry is the way into a runtime. It has the commands that need no instance.
type Entry struct {
	getInstanceProcAddr uintptr
	throughLoader       bool
	commands            *xr.Commands
	negotiated          *Negotiated
}

// FromLibrary loads a runtime's library and negotiates with it directly: without the
// Khronos loader, and therefore without API layers. The error is a [*LoadError] or a
// [*NegotiationError].
func FromLibrary(path string) (*Entry, error) {
	return FromManifest(loader.Manifest{Library: path})
}

// FromManifest loads the runtime that a manifest describes, and uses the function names
// that the manifest sets. Errors are those of [FromLibrary].
func FromManifest(manifest loader.Manifest) (*Entry, error) {
	library, err := Load(manifest)
	if err != nil {
		return nil, err
	}
	return library.Negotiate()
}

// Library is a runtime that is loaded, and whose functions were not called yet.
type Library struct {
	manifest loader.Manifest
	library  dl.Library
}

// Load is the first half of [FromManifest]. It runs the code that the library runs when it
// is loaded. The error is a [*LoadError].
func Load(manifest loader.Manifest) (Library, error) {
	library, err := dl.Open(manifest.Library)
	if err != nil {
		return Library{}, &LoadError{Library: manifest.Library, Err: err}
	}
	return Library{manifest, library}, nil
}

// Negotiate is the second half of [FromManifest]. The error is a [*NegotiationError].
func (l Library) Negotiate() (*Entry, error) {
	address, negotiated, err := negotiate(l.library, l.manifest.Library, l.manifest.Negotiate())
	return negotiatedEntry(address, negotiated, err)
}

// FromNegotiate negotiates with a runtime that is already in this process. The address is
// that of its xrNegotiateLoaderRuntimeInterface and must not be zero. The error is a
// [*NegotiationError].
func FromNegotiate(address uintptr) (*Entry, error) {
	return negotiatedEntry(negotiateAt(address, "this process", loader.Manifest{}.Negotiate()))
}

func negotiatedEntry(address uintptr, negotiated Negotiated, err error) (*Entry, error) {
	if err != nil {
		return nil, err
	}
	entry := FromGetInstanceProcAddr(address)
	entry.negotiated = &negotiated
	return entry, nil
}

// FromLoader loads the Khronos loader. The loader itself finds the active runtime and the
// API layers, during the first call. An empty path means the platform's usual name of the
// loader. The error is a [*LoadError].
func FromLoader(path string) (*Entry, error) {
	if path == "" {
		path = loaderLibrary(runtime.GOOS)
	}
	library, err := dl.Open(path)
	if err != nil {
		return nil, &LoadError{Library: path, Err: err}
	}
	address, err := library.Lookup("xrGetInstanceProcAddr")
	if err != nil {
		return nil, &LoadError{Library: path, Err: err}
	}
	return newEntry(address, true), nil
}

// FromGetInstanceProcAddr wraps the address of a runtime's xrGetInstanceProcAddr. Commands
// for which it returns no address return XR_ERROR_FUNCTION_UNSUPPORTED; if the address is
// zero, all commands do.
func FromGetInstanceProcAddr(address uintptr) *Entry { return newEntry(address, false) }

func newEntry(address uintptr, throughLoader bool) *Entry {
	entry := &Entry{getInstanceProcAddr: address, throughLoader: throughLoader}
	entry.commands = xr.NewGlobalCommands(entry.lookup(xr.NullHandle))
	return entry
}

// layersCommand belongs to loaders. Runtimes need not have it, and some log a complaint.
const layersCommand = "xrEnumerateApiLayerProperties"

// lookup returns a function that gets the addresses of commands from the runtime. The
// address is 0 if the runtime refuses; calling such a command returns
// XR_ERROR_FUNCTION_UNSUPPORTED.
func (e *Entry) lookup(instance xr.Instance) func(string) uintptr {
	return func(name string) uintptr {
		if name == layersCommand && !e.throughLoader {
			return 0
		}
		terminated := append([]byte(name), 0)
		function := new(uintptr)
		if xr.GetInstanceProcAddr(e.getInstanceProcAddr, instance, &terminated[0], function).Failed() {
			return 0
		}
		return *function
	}
}

// Negotiated returns the versions that the runtime and this program agreed on. It returns
// false if there was no negotiation: for [FromLoader] and [FromGetInstanceProcAddr].
func (e *Entry) Negotiated() (Negotiated, bool) {
	if e.negotiated == nil {
		return Negotiated{}, false
	}
	return *e.negotiated, true
}

// LoadError reports a library that could not be loaded, or a Khronos loader that lacks
// xrGetInstanceProcAddr.
type LoadError struct {
	Library string // the path, or the name that the dynamic linker searched for
	Err     error
}

// Error names the library once, although the dynamic linker's text may name it again.
func (e *LoadError) Error() string {
	text := e.Err.Error()
	var open *dl.OpenError
	if errors.As(e.Err, &open) && open.Path == e.Library {
		text = strings.TrimPrefix(open.Text, e.Library+": ")
	}
	return fmt.Sprintf("load %q: %s", e.Library, text)
}

// Unwrap returns the error of the dynamic linker.
func (e *LoadError) Unwrap() error { return e.Err }

// Extension is an instance extension and its revision.
type Extension struct {
	Name    string
	Version uint32
}

// Extensions returns the instance extensions in the order in which the runtime lists them.
// Through the Khronos loader this includes the extensions of the loader itself and of the
// API layers. For an entry from [FromLoader], a runtime that cannot be loaded is an error
// of this call.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrEnumerateInstanceExtensionProperties
func (e *Entry) Extensions() ([]Extension, error) {
	properties, err := enumerate("xrEnumerateInstanceExtensionProperties", headerSize,
		func(p *xr.ExtensionProperties) { p.Type = xr.TypeExtensionProperties },
		func(capacity uint32, count *uint32, first *xr.ExtensionProperties) xr.Result {
			return e.commands.EnumerateInstanceExtensionProperties(nil, capacity, count, first)
		})
	if err != nil {
		return nil, err
	}
	extensions := make([]Extension, 0, len(properties))
	for i := range properties {
		extensions = append(extensions, Extension{
			Name:    text(properties[i].ExtensionName[:]),
			Version: properties[i].ExtensionVersion,
		})
	}
	return extensions, nil
}
