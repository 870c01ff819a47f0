// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Command tour uses all of package openxr once, through the Khronos loader, and prints
// what it finds. Its last call passes a structure with a wrong type, which validation
// layers report. The tests run it with Monado in the lab.
package main

import (
	"fmt"
	"os"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

func main() {
	if err := tour(); err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
}

func tour() error {
	entry, err := openxr.FromLoader("")
	if err != nil {
		return err
	}
	layers, err := entry.Layers()
	if err != nil {
		return err
	}
	for _, layer := range layers {
		fmt.Println("layer:", layer.Name, layer.ImplementationVersion)
	}
	instance, err := entry.CreateInstance(openxr.InstanceInfo{
		ApplicationName: "tour",
		Extensions:      []string{xr.EXTDebugUtilsExtensionName, xr.EXTHandTrackingExtensionName, xr.MNDHeadlessExtensionName},
	})
	if err != nil {
		return err
	}
	messenger, err := instance.OnDebugMessage(
		xr.DebugUtilsMessageSeverityWarningBitEXT|xr.DebugUtilsMessageSeverityErrorBitEXT, xr.DebugUtilsMessageTypeValidationBitEXT,
		func(m openxr.DebugMessage) { fmt.Println("message:", m.ID, m.Function) })
	if err != nil {
		return err
	}
	defer messenger.Destroy()
	system, err := instance.System(xr.FormFactorHeadMountedDisplay)
	if err != nil {
		return err
	}
	if err := describe(system); err != nil {
		return err
	}
	if err := paths(instance); err != nil {
		return err
	}
	if err := session(instance, system); err != nil {
		return err
	}
	commands, handle, id := system.Raw()
	wrong := &xr.SystemProperties{Type: xr.TypeSystemGetInfo}
	fmt.Println("wrong type:", commands.GetSystemProperties(handle, id, wrong))
	return nil
}

func describe(system *openxr.System) error {
	chain := &openxr.Chain{}
	hands := openxr.AppendOutput[xr.SystemHandTrackingPropertiesEXT](chain, xr.TypeSystemHandTrackingPropertiesEXT)
	properties, err := system.PropertiesWith(chain)
	if err != nil {
		return err
	}
	tracking, reported := hands.Value()
	fmt.Println("system:", properties.Name, "hand tracking reported:", reported, "supported:", tracking.SupportsHandTracking.Bool())
	return nil
}

func paths(instance *openxr.Instance) error {
	path, err := instance.Path("/user/hand/left")
	if err != nil {
		return err
	}
	name, err := instance.PathName(path)
	fmt.Println("path:", name)
	return err
}

func session(instance *openxr.Instance, system *openxr.System) error {
	session, err := system.CreateSession(nil)
	if err != nil {
		return err
	}
	spaces, err := session.ReferenceSpaces()
	if err != nil {
		return err
	}
	fmt.Println("spaces:", spaces)
	if err := ready(instance); err != nil {
		return err
	}
	if err := session.Begin(xr.ViewConfigurationTypePrimaryStereo); err != nil {
		return err
	}
	space, err := session.CreateReferenceSpace(xr.ReferenceSpaceTypeLocal)
	if err != nil {
		return err
	}
	if err := space.Destroy(); err != nil {
		return err
	}
	return session.Destroy()
}

// ready reads events until the session is in the state READY.
func ready(instance *openxr.Instance) error {
	for {
		event, more, err := instance.PollEvent()
		if err != nil {
			return err
		}
		if changed, ok := event.(openxr.SessionStateChanged); more && ok {
			fmt.Println("state:", changed.State)
			if changed.State == xr.SessionStateReady {
				return nil
			}
		}
	}
}
