// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"fmt"
	"runtime"
	"slices"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// InstanceInfo has the parameters of [Entry.CreateInstance].
type InstanceInfo struct {
	// ApplicationName is passed to the runtime, which may change its behaviour for it. It is
	// cut after 127 bytes, the size of OpenXR's array.
	ApplicationName string
	// APIVersion is the version of OpenXR to request; zero means 1.0.
	APIVersion xr.Version
	// Extensions are the names of the instance extensions to enable.
	Extensions []string
}

// Instance is a connection to a runtime. Creating one may start services of the runtime.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#instance
type Instance struct {
	commands   *xr.Commands
	handle     xr.Instance
	extensions []string // the enabled ones
}

// CreateInstance connects to the runtime. Many runtimes allow one instance per process and
// return XR_ERROR_LIMIT_REACHED for a second one.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrCreateInstance
func (e *Entry) CreateInstance(info InstanceInfo) (*Instance, error) {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	handle := new(xr.Instance)
	if err := check("xrCreateInstance", e.commands.CreateInstance(createInfo(info, &pinner), handle)); err != nil {
		return nil, err
	}
	if *handle == 0 {
		return nil, &DistrustError{Command: "xrCreateInstance", Text: "reported success but gave no instance"}
	}
	return &Instance{commands: xr.NewCommands(e.lookup(*handle)), handle: *handle, extensions: slices.Clone(info.Extensions)}, nil
}

// createInfo builds the structure in pinned memory, because C follows its pointers.
func createInfo(info InstanceInfo, pinner *runtime.Pinner) *xr.InstanceCreateInfo {
	create := &xr.InstanceCreateInfo{Type: xr.TypeInstanceCreateInfo}
	create.ApplicationInfo.ApiVersion = info.APIVersion
	if info.APIVersion == 0 {
		create.ApplicationInfo.ApiVersion = xr.MakeVersion(1, 0, 0)
	}
	copyText(create.ApplicationInfo.ApplicationName[:], info.ApplicationName)
	if len(info.Extensions) > 0 {
		names := make([]*byte, len(info.Extensions))
		for i, name := range info.Extensions {
			terminated := append([]byte(name), 0)
			names[i] = &terminated[0]
			pinner.Pin(names[i])
		}
		pinner.Pin(&names[0])
		create.EnabledExtensionCount = uint32(len(names))
		create.EnabledExtensionNames = &names[0]
	}
	pinner.Pin(create)
	return create
}

// Destroy ends the connection. Some runtimes hang here, so a program that is about to exit
// should exit without this call.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrDestroyInstance
func (i *Instance) Destroy() error {
	return check("xrDestroyInstance", i.commands.DestroyInstance(i.handle))
}

// InstanceProperties is what a runtime says about itself.
type InstanceProperties struct {
	RuntimeName    string
	RuntimeVersion xr.Version
}

// Properties returns the runtime's name and version.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrGetInstanceProperties
func (i *Instance) Properties() (InstanceProperties, error) {
	out := &xr.InstanceProperties{Type: xr.TypeInstanceProperties}
	err := fillStruct("xrGetInstanceProperties", out, func() xr.Result {
		return i.commands.GetInstanceProperties(i.handle, out)
	})
	if err != nil {
		return InstanceProperties{}, err
	}
	return InstanceProperties{RuntimeName: text(out.RuntimeName[:]), RuntimeVersion: out.RuntimeVersion}, nil
}

// System returns the system of a form factor. The error XR_ERROR_FORM_FACTOR_UNAVAILABLE
// means that the system is supported but not connected now; a later call on the same
// instance may succeed. XR_ERROR_FORM_FACTOR_UNSUPPORTED means that no call will.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrGetSystem
func (i *Instance) System(formFactor xr.FormFactor) (*System, error) {
	info := &xr.SystemGetInfo{Type: xr.TypeSystemGetInfo, FormFactor: formFactor}
	id := new(xr.SystemID)
	if err := check("xrGetSystem", i.commands.GetSystem(i.handle, info, id)); err != nil {
		return nil, fmt.Errorf("ask for %s: %w", formFactor, err)
	}
	if *id == xr.NullSystemID {
		return nil, &DistrustError{Command: "xrGetSystem", Text: "reported success but gave no system"}
	}
	return &System{instance: i, id: *id}, nil
}
