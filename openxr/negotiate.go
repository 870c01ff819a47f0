// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"errors"
	"fmt"
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// NegotiationReason says why a negotiation failed.
type NegotiationReason string

// The reasons, in the order in which they are checked.
const (
	// EntryPointMissing: the library does not export the negotiation function.
	EntryPointMissing NegotiationReason = "entry_point_missing"
	// NegotiationRefused: the function returned a code other than XR_SUCCESS.
	NegotiationRefused NegotiationReason = "negotiation_refused"
	// NoGetInstanceProcAddr: the function succeeded but did not return xrGetInstanceProcAddr.
	NoGetInstanceProcAddr NegotiationReason = "no_get_instance_proc_addr"
	// BadInterfaceVersion: the runtime chose a loader interface that was not offered.
	BadInterfaceVersion NegotiationReason = "bad_interface_version"
	// BadAPIVersion: the runtime has a major version of OpenXR that was not offered.
	BadAPIVersion NegotiationReason = "bad_api_version"
)

// ErrNegotiation matches a [*NegotiationError].
var ErrNegotiation = errors.New("the runtime and this program could not agree")

// NegotiationError reports a library that was loaded but cannot be used as a runtime. It
// matches [ErrNegotiation].
type NegotiationError struct {
	Library string // the path; "this process" for [FromNegotiate]
	Reason  NegotiationReason
	// Result is the code that the Khronos loader returns for the same failure.
	Result xr.Result
	Text   string
}

func (e *NegotiationError) Error() string {
	return fmt.Sprintf("negotiate with %q: %s", e.Library, e.Text)
}

// Is reports whether target is [ErrNegotiation].
func (e *NegotiationError) Is(target error) bool { return target == ErrNegotiation }

// Negotiated has the versions that a runtime and this program agreed on.
type Negotiated struct {
	InterfaceVersion uint32
	APIVersion       xr.Version
}

// negotiate negotiates with the runtime in a library, and returns the address of its
// xrGetInstanceProcAddr. The error is a [*NegotiationError].
func negotiate(library dl.Library, path, symbol string) (uintptr, Negotiated, error) {
	address, err := library.Lookup(symbol)
	if err != nil {
		return failNegotiation(path, EntryPointMissing, xr.ErrorRuntimeFailure, "it does not export %s, so it is not an OpenXR runtime", symbol)
	}
	return negotiateAt(address, path, symbol)
}

// negotiateAt negotiates as the Khronos loader does, with the function at an address.
// https://registry.khronos.org/OpenXR/specs/1.1/loader.html#runtime-interface-negotiation
func negotiateAt(address uintptr, path, symbol string) (uintptr, Negotiated, error) {
	request := runtimeRequest()
	result := callNegotiate(address, loaderInfo(), request)
	if result != xr.Success {
		return failNegotiation(path, NegotiationRefused, result, "%s returned %s", symbol, result)
	}
	if request.GetInstanceProcAddr == 0 {
		return failNegotiation(path, NoGetInstanceProcAddr, xr.ErrorFileContentsInvalid, "%s gave no xrGetInstanceProcAddr", symbol)
	}
	if v := request.RuntimeInterfaceVersion; v != xr.CurrentLoaderRuntimeVersion {
		return failNegotiation(path, BadInterfaceVersion, xr.ErrorFileContentsInvalid, "it chose loader interface %d; only %d was offered", v, xr.CurrentLoaderRuntimeVersion)
	}
	if v := request.RuntimeApiVersion; v.Major() != 1 {
		return failNegotiation(path, BadAPIVersion, xr.ErrorFileContentsInvalid, "it speaks OpenXR %s; only 1.x was offered", v)
	}
	return request.GetInstanceProcAddr, Negotiated{
		InterfaceVersion: request.RuntimeInterfaceVersion,
		APIVersion:       request.RuntimeApiVersion,
	}, nil
}

// failNegotiation returns what negotiateAt returns when it fails.
func failNegotiation(path string, reason NegotiationReason, result xr.Result, format string, args ...any) (uintptr, Negotiated, error) {
	return 0, Negotiated{}, &NegotiationError{Library: path, Reason: reason, Result: result, Text: fmt.Sprintf(format, args...)}
}

// loaderInfo is what the Khronos loader offers: interface 1 and every OpenXR 1.x.
func loaderInfo() *xr.NegotiateLoaderInfo {
	return &xr.NegotiateLoaderInfo{
		StructType:          xr.LoaderInterfaceStructLoaderInfo,
		StructVersion:       xr.LoaderInfoStructVersion,
		StructSize:          unsafe.Sizeof(xr.NegotiateLoaderInfo{}),
		MinInterfaceVersion: 1,
		MaxInterfaceVersion: xr.CurrentLoaderRuntimeVersion,
		MinApiVersion:       xr.MakeVersion(1, 0, 0),
		MaxApiVersion:       xr.MakeVersion(1, 0x3ff, 0xfff),
	}
}

// runtimeRequest leaves all outputs zero, as the Khronos loader does. A runtime that writes
// nothing then counts as one that returned no xrGetInstanceProcAddr.
func runtimeRequest() *xr.NegotiateRuntimeRequest {
	return &xr.NegotiateRuntimeRequest{
		StructType:    xr.LoaderInterfaceStructRuntimeRequest,
		StructVersion: xr.RuntimeInfoStructVersion,
		StructSize:    unsafe.Sizeof(xr.NegotiateRuntimeRequest{}),
	}
}

func callNegotiate(address uintptr, info *xr.NegotiateLoaderInfo, request *xr.NegotiateRuntimeRequest) xr.Result {
	return xr.Result(int32(dl.Call(address, uintptr(unsafe.Pointer(info)), uintptr(unsafe.Pointer(request)))))
}
