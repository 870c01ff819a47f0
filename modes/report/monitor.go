// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

// Monitors are the displays that the desktop extends onto. Where List is nil it is not
// known, and Because says why.
type Monitors struct {
	List    []Monitor `json:"list"`
	Because *string   `json:"because"`
}

// Monitor is one of them, in its mode of now. It has no serial number.
type Monitor struct {
	// Name is the connector's or the driver's.
	Name string `json:"name"`
	// ID is who made it and its product number, as in "HVRAA01", where that is known.
	ID *string `json:"id"`
	// Width and Height are in pixels, RefreshRate in hertz, the others in millimetres.
	Width       int  `json:"width"`
	Height      int  `json:"height"`
	RefreshRate *int `json:"refresh_rate"`
	WidthMM     *int `json:"width_mm"`
	HeightMM    *int `json:"height_mm"`
	// Headset is the model where it is known to be one, which then is no headset to runtimes.
	Headset *string `json:"headset"`
}
