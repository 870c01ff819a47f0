// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"fmt"
	"runtime"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Entry is a way into a runtime: what can be asked before there is an instance.
type Entry struct {
	getInstanceProcAddr uintptr
	throughLoader       bool
	commands            *xr.Commands
	negotiated          *Negotiated
}

// FromLibrary loads a runtime's library and negotiates with it directly, without
// the Khronos loader and so without API layers. The error is a [*LoadError] or a
// [*NegotiationError].
func FromLibrary(path string) (*Entry, error) {
	return FromManifest(loader.Manifest{Library: path})
}

// FromManifest loads the runtime that a manifest describes, with the names that it
// gives to its functions. Errors are those of [FromLibrary].
func FromManifest(manifest loader.Manifest) (*Entry, error) {
	library, err := Load(manifest)
	if err != nil {
		return nil, err
	}
	return library.Negotiate()
}

// Library is a runtime that was loaded, and that nobody has spoken with yet.
type Library struct {
	manifest loader.Manifest
	library  dl.Library
}

// Load is the first half of [FromManifest]: what the library does when it is loaded is
// done. The error is a [*LoadError].
func Load(manifest loader.Manifest) (Library, error) {
	library, err := dl.Open(manifest.Library)
	if err != nil {
		return Library{}, &LoadError{Library: manifest.Library, Err: err}
	}
	return Library{manifest, library}, nil
}

// Negotiate is the second half. The error is a [*NegotiationError].
func (l Library) Negotiate() (*Entry, error) {
	address, negotiated, err := negotiate(l.library, l.manifest.Library, l.manifest.Negotiate())
	return negotiatedEntry(address, negotiated, err)
}

// FromNegotiate negotiates with a runtime that is in this process already, by the
// address of its xrNegotiateLoaderRuntimeInterface, which must not be zero. The error is
// a [*NegotiationError].
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

// FromLoader loads the Khronos loader, which finds the active runtime and the API
// layers by itself, when it is first asked. An empty path means the platform's
// usual name for the loader. The error is a [*LoadError].
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

// FromGetInstanceProcAddr wraps the address of a runtime's xrGetInstanceProcAddr,
// however it was had. Commands that it does not give, and all of them where the
// address is zero, answer XR_ERROR_FUNCTION_UNSUPPORTED.
func FromGetInstanceProcAddr(address uintptr) *Entry { return newEntry(address, false) }

func newEntry(address uintptr, throughLoader bool) *Entry {
	entry := &Entry{getInstanceProcAddr: address, throughLoader: throughLoader}
	entry.commands = xr.NewGlobalCommands(entry.lookup(xr.NullHandle))
	return entry
}

// layersCommand is answered by loaders. Runtimes need not know it, and some complain.
const layersCommand = "xrEnumerateApiLayerProperties"

// lookup asks the runtime for commands by name. One that it refuses has no address,
// and calling it gives XR_ERROR_FUNCTION_UNSUPPORTED.
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

// Negotiated returns what was agreed on when the runtime was loaded directly, and
// false where there was no negotiation.
func (e *Entry) Negotiated() (Negotiated, bool) {
	if e.negotiated == nil {
		return Negotiated{}, false
	}
	return *e.negotiated, true
}

// LoadError is a library that could not be loaded or is not what it should be.
type LoadError struct {
	Library string
	Err     error
}

func (e *LoadError) Error() string { return fmt.Sprintf("load %q: %v", e.Library, e.Err) }

// Unwrap returns the dynamic linker's error.
func (e *LoadError) Unwrap() error { return e.Err }

// Extension is an instance extension and its revision.
type Extension struct {
	Name    string
	Version uint32
}

// Extensions returns the instance extensions on offer, in the order in which they
// are given. Through the Khronos loader this includes those of the loader itself
// and of the API layers. A runtime's failure to load surfaces here for an entry
// from [FromLoader].
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
