// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// NoCreateApiLayerInstance means that an API layer's function succeeded but did not return xrCreateApiLayerInstance.
const NoCreateApiLayerInstance NegotiationReason = "no_create_api_layer_instance"

// NegotiateLayer asks the library to be the API layer of a name, as the Khronos loader does. The error is a [*NegotiationError].
// Its Result is XR_SUCCESS if the answer lacks what the Khronos loader uses and does not check: then a program may crash.
// https://registry.khronos.org/OpenXR/specs/1.1/loader.html#api-layer-interface-negotiation
func (l Library) NegotiateLayer(name string) error {
	symbol := loader.NegotiateLayerFunction
	if renamed, is := l.manifest.Functions[symbol]; is {
		symbol = renamed
	}
	path := l.manifest.Library
	fail := func(reason NegotiationReason, result xr.Result, format string, args ...any) error {
		_, _, err := failNegotiation(path, reason, result, format, args...)
		return err
	}
	address, err := l.library.Lookup(symbol)
	if err != nil {
		return fail(EntryPointMissing, xr.ErrorApiLayerNotPresent, "it does not export %s, so it is no OpenXR API layer", symbol)
	}
	request := &xr.NegotiateApiLayerRequest{
		StructType:    xr.LoaderInterfaceStructApiLayerRequest,
		StructVersion: xr.ApiLayerInfoStructVersion,
		StructSize:    unsafe.Sizeof(xr.NegotiateApiLayerRequest{}),
	}
	terminated := append([]byte(name), 0)
	result := xr.Result(int32(dl.Call(address, uintptr(unsafe.Pointer(loaderInfo())), uintptr(unsafe.Pointer(&terminated[0])), uintptr(unsafe.Pointer(request)))))
	switch {
	case result != xr.Success:
		return fail(NegotiationRefused, result, "%s returned %s", symbol, result)
	case request.GetInstanceProcAddr == 0:
		return fail(NoGetInstanceProcAddr, xr.ErrorFileContentsInvalid, "%s gave no xrGetInstanceProcAddr", symbol)
	case request.CreateApiLayerInstance != 0:
		return nil // the loader checks no version
	case request.LayerInterfaceVersion != xr.CurrentLoaderApiLayerVersion:
		return fail(BadInterfaceVersion, xr.Success, "it chose loader interface %d, and %s gave no xrCreateApiLayerInstance", request.LayerInterfaceVersion, symbol)
	case request.LayerApiVersion.Major() != 1:
		return fail(BadAPIVersion, xr.Success, "it speaks OpenXR %s, and %s gave no xrCreateApiLayerInstance", request.LayerApiVersion, symbol)
	default:
		return fail(NoCreateApiLayerInstance, xr.Success, "%s gave no xrCreateApiLayerInstance", symbol)
	}
}
