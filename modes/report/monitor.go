// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

// Monitors are the displays that the desktop extends onto.
type Monitors struct {
	// The monitors; empty if there is none. Null if they are not known.
	List []Monitor `json:"list"`
	// Why the list is null; null if it is not.
	Because *string `json:"because"`
}

// Monitor is a display in its current mode. It carries no serial number.
type Monitor struct {
	// The name of the connector, or the driver's name for the monitor.
	Name string `json:"name"`
	// The maker and the product number, such as "HVRAA01"; null if they are not known. It is
	// no serial number.
	ID *string `json:"id"`
	// The width of the current mode, in pixels.
	Width int `json:"width"`
	// The height of the current mode, in pixels.
	Height int `json:"height"`
	// The refresh rate of the current mode, in hertz; null if it is not known.
	RefreshRate *int `json:"refresh_rate"`
	// The width of the monitor, in millimetres; null if it is not known.
	WidthMM *int `json:"width_mm"`
	// The height of the monitor, in millimetres; null if it is not known.
	HeightMM *int `json:"height_mm"`
	// The model, if the monitor is known to be a headset. Runtimes cannot use a headset that
	// the desktop extends onto. Null if it is not known to be one.
	Headset *string `json:"headset"`
}
