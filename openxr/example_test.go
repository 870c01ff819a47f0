// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr_test

import (
	"fmt"
	"log"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Print the headset of the runtime that the Khronos loader finds.
func Example() {
	entry, err := openxr.FromLoader("")
	if err != nil {
		log.Fatal(err)
	}
	instance, err := entry.CreateInstance(openxr.InstanceInfo{ApplicationName: "example"})
	if err != nil {
		log.Fatal(err)
	}
	system, err := instance.System(xr.FormFactorHeadMountedDisplay)
	if result, _ := openxr.ResultOf(err); result == xr.ErrorFormFactorUnavailable {
		fmt.Println("no headset is connected")
		return
	}
	if err != nil {
		log.Fatal(err)
	}
	properties, err := system.Properties()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(properties.Name)
}

// Read whether a system tracks hands. The instance has XR_EXT_hand_tracking enabled.
func ExampleAppendOutput() {
	var system *openxr.System
	chain := &openxr.Chain{}
	hands := openxr.AppendOutput[xr.SystemHandTrackingPropertiesEXT](chain, xr.TypeSystemHandTrackingPropertiesEXT)
	if _, err := system.PropertiesWith(chain); err != nil {
		log.Fatal(err)
	}
	if properties, reported := hands.Value(); reported {
		fmt.Println("tracks hands:", properties.SupportsHandTracking.Bool())
	}
}

// Create a session that shows nothing. The instance has XR_MND_headless enabled.
func ExampleSystem_CreateSession() {
	var system *openxr.System
	session, err := system.CreateSession(nil)
	if err != nil {
		log.Fatal(err)
	}
	defer session.Destroy()
	spaces, err := session.ReferenceSpaces()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(spaces)
}

// Read all pending events.
func ExampleInstance_PollEvent() {
	var instance *openxr.Instance
	for {
		event, more, err := instance.PollEvent()
		if err != nil {
			log.Fatal(err)
		}
		if !more {
			return
		}
		if changed, ok := event.(openxr.SessionStateChanged); ok {
			fmt.Println(changed.State)
		}
	}
}

// Log the messages of a validation layer. The instance has XR_EXT_debug_utils enabled.
func ExampleInstance_OnDebugMessage() {
	var instance *openxr.Instance
	messenger, err := instance.OnDebugMessage(xr.DebugUtilsMessageSeverityErrorBitEXT, xr.DebugUtilsMessageTypeValidationBitEXT,
		func(m openxr.DebugMessage) { log.Print(m.ID, " ", m.Text) })
	if err != nil {
		log.Fatal(err)
	}
	defer messenger.Destroy()
}
