// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

// Android is what the adb server of this machine knows of Android devices, on cables and on the network.
type Android struct {
	// Whether a server was there and answered: then the list of devices is complete.
	Asked bool `json:"asked"`
	// Why the list is null; null if it is not.
	Because *string `json:"because"`
	// The Android devices, in the server's order; null if no server answered.
	Devices []AndroidDevice `json:"devices"`
}

// AndroidDevice is an Android device that the adb server knows. What is null is not known.
type AndroidDevice struct {
	// Counts the devices of the server from 1.
	Number int `json:"number"`
	// How the server reaches it: "usb", "network" or "emulator".
	Connection string `json:"connection"`
	// Where it hangs on USB, as Device.place; null if it does not, or if the server does not say.
	Place *string `json:"place"`
	// What the server can do with it, in adb's words, such as "device" or "unauthorized".
	State string `json:"state"`
	// Why something is not known, a sentence for each reason; empty if there is none.
	Because []string `json:"because"`
	// Who makes it, as it says.
	Manufacturer *string `json:"manufacturer"`
	// Which model it is, as it says.
	Model *string `json:"model"`
	// The build of its system.
	Build *string `json:"build"`
	// The version of Android.
	Release *string `json:"release"`
	// Whether it is a headset: by the table of standalone headsets, or by what it declares to Android.
	Headset Verdict `json:"headset"`
	// The active OpenXR runtime that its runtime broker offers.
	Runtime AndroidRuntime `json:"runtime"`
	// What identifies this one device; null unless identities were asked for.
	Identity *Identity `json:"identity"`
}

// AndroidRuntime is the OpenXR runtime that an Android device's runtime broker offers first.
type AndroidRuntime struct {
	// What is known: "found", "none" if no broker names a runtime, or "unknown".
	State string `json:"state"`
	// Why it is unknown; null if it is known.
	Because *string `json:"because"`
	// The broker that answered; null if none did.
	Authority *string `json:"authority"`
	// The Android package of the runtime; null if it is not known.
	Package *string `json:"package"`
	// The name of the runtime's library; null if it is not known.
	Library *string `json:"library"`
}
