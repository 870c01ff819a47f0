// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

// modelsOf returns the models whose display has an ID, in the words of package known's tables, so that a display is found to be that of a
// headset on USB. Those of other displays are the display itself.
func modelsOf(id string) []string {
	models := map[string]string{
		"VLV": "index", "BIG": "beyond", "LEN": "wmr-lenovo", "DEL": "wmr-dell", "ACR": "wmr-acer", "HPN": "wmr-hp-*", "FUJ": "wmr-fujitsu", "AUS": "wmr-asus",
		"PVR": "pimax", "LBT": "rokid",
		"HVRAA01": "vive", "HVRAA02": "vive-pro", "HVRAA03": "vive-cosmos", "HVRAA04": "vive-pro-2",
		"OVR0001": "rift-dk1", "OVR0003": "rift-dk2", "OVR0004": "rift-cv1", "OVR0012": "rift-s", "SEC144A": "wmr-samsung",
		"SNY0704": "psvr", "SNY5504": "psvr", "SNY6A04": "psvr", "SNYB403": "psvr", "SNYC207": "psvr2", "SVR1019": "osvr-hdk", "SEN1019": "zsight",
		"MRG3131": "xreal-light", "MRG3132": "xreal-air", "TCL03D4": "rayneo",
	}
	if model, known := models[id]; known {
		return []string{model}
	}
	if model, known := models[id[:3]]; known {
		return []string{model}
	}
	return []string{"only " + id}
}

// vendorOf returns the maker of a headset's display, in the words of package known's tables, or "".
func vendorOf(id string) string {
	return map[string]string{
		"ACR": "Acer", "AUS": "ASUS", "BIG": "Bigscreen", "DEL": "Dell", "FUJ": "Fujitsu", "HPN": "HP", "HVR": "HTC", "LBT": "Rokid", "LEN": "Lenovo", "MRG": "Xreal",
		"OVR": "Oculus", "PVR": "Pimax", "SEC": "Samsung", "SEN": "Sensics", "SNY": "Sony", "SVR": "Razer", "TCL": "RayNeo", "VLV": "Valve", "VRT": "Varjo",
	}[id[:3]]
}
