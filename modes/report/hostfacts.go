// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

// HostFacts are what a machine runs and is made of, as far as files, the environment and the registry tell. They name no user, no
// machine and no serial number.
type HostFacts struct {
	// The operating system.
	OperatingSystem OperatingSystem `json:"operating_system"`
	// The graphics cards.
	GPUs GPUs `json:"gpus"`
	// What shows windows.
	DisplayServer DisplayServer `json:"display_server"`
	// Whether the machine is a virtual one.
	VirtualMachine Virtualization `json:"virtual_machine"`
	// Whether programs run in a container here.
	Container Virtualization `json:"container"`
}

// OperatingSystem is an operating system and its version. In a container the kernel is that of the container's host.
type OperatingSystem struct {
	// Its name with its version, such as "Debian GNU/Linux 13 (trixie)", "Windows 11 Pro" or "macOS 15.1"; null if it is not known.
	Name *string `json:"name"`
	// The word for it, as ID of os-release, such as "debian"; "windows", "macos" or "android" on those. Null if it is not known.
	ID *string `json:"id"`
	// The version, such as "13", "23H2" or "15.1"; null if it is not known, or if it has none.
	Version *string `json:"version"`
	// The variant or build, such as "steamdeck", "22631.2861" or "24B83"; null if it is not known, or if it has none.
	Build *string `json:"build"`
	// The version of the kernel, such as "6.12.48+deb13-amd64"; null if it is not known.
	Kernel *string `json:"kernel"`
	// The layer that runs programs of another operating system: "wine"; null if none was found.
	Layer *string `json:"layer"`
	// Why the name or the kernel is null, a sentence for each; empty if both are known.
	Because []string `json:"because"`
}

// GPUs are the graphics cards of a machine.
type GPUs struct {
	// The graphics cards, sorted by where they are; empty if there is none. Null if they are not known.
	List []GPU `json:"list"`
	// Why the list is null, or what may be wrong with it; null if nothing is known to be.
	Because *string `json:"because"`
}

// GPU is a graphics card. It carries no serial number.
type GPU struct {
	// Where it is: the address on the PCI bus, such as "0000:01:00.0", or the name that the system has for it.
	Address string `json:"address"`
	// The number of the vendor, in hexadecimal, such as "10de"; null if it is not known.
	VendorID *string `json:"vendor_id"`
	// The number of the device, in hexadecimal, such as "2206"; null if it is not known.
	DeviceID *string `json:"device_id"`
	// The name of the vendor, such as "NVIDIA"; null if the number is not known, or not in the table.
	Vendor *string `json:"vendor"`
	// The model, as the driver or the list of PCI numbers names it; null if neither does.
	Name *string `json:"name"`
	// The driver that has the card, such as "amdgpu"; null if none has it, or if that is not known.
	Driver *string `json:"driver"`
	// The version of the driver; null if it has none of its own, as a part of the kernel, or if it is not known.
	DriverVersion *string `json:"driver_version"`
	// Why the driver is null; null if it is not.
	Because *string `json:"because"`
}

// DisplayServer is what shows windows of programs that have this environment.
type DisplayServer struct {
	// What programs reach that can use both; "none" if neither can be reached.
	Kind DisplayServerKind `json:"kind"`
	// Why, as words for people.
	Because string `json:"because"`
	// What the environment and the sockets say of Wayland.
	Wayland DisplaySocket `json:"wayland"`
	// What the environment and the sockets say of X11.
	X11 DisplaySocket `json:"x11"`
	// The kind of session that the login manager started, as XDG_SESSION_TYPE says, such as "wayland"; null if it does not say.
	SessionType *string `json:"session_type"`
	// The desktop, as XDG_CURRENT_DESKTOP says, such as "GNOME"; null if it does not say.
	Desktop *string `json:"desktop"`
}

// DisplayServerKind names a display server.
type DisplayServerKind string

// The kinds.
const (
	DisplayServerWayland DisplayServerKind = "wayland"
	DisplayServerX11     DisplayServerKind = "x11"
	DisplayServerNone    DisplayServerKind = "none"
	DisplayServerUnknown DisplayServerKind = "unknown"
)

// DisplaySocket says whether there is a socket of a display server. Nothing connects to it.
type DisplaySocket string

// The answers. "elsewhere" is said of a display on another machine, and "unseen" if the environment names a socket that has no file.
const (
	DisplaySocketFound   DisplaySocket = "found"
	DisplaySocketMissing DisplaySocket = "missing"
	DisplaySocketNotSet  DisplaySocket = "not_set"
	DisplaySocketElse    DisplaySocket = "elsewhere"
	DisplaySocketUnseen  DisplaySocket = "unseen"
	DisplaySocketUnknown DisplaySocket = "unknown"
)

// Virtualization says whether something is virtual, and by what.
type Virtualization struct {
	// "yes", "no" or "unknown".
	Is Verdict `json:"is"`
	// What it is, as a word that does not change, such as "kvm", "wsl" or "docker"; null if it is none, or if the name is not known.
	Kind *string `json:"kind"`
	// The facts that the answer follows from, as sentences for people.
	Evidence []string `json:"evidence"`
}
