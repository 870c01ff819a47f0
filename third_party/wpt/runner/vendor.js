// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// The user agent's part of testdriver.js and of the WebXR Test API, for the page of "xrprobe ask
// --serve": it reaches the user agent in the top window. In a browser alone it does nothing.
"use strict";

if (window !== window.top && window.top.xrprobe) {
	window.test_driver_internal.set_permission = async ({ descriptor: { mode }, state }) => {
		const mistake = window.top.xrprobe.set(location.origin, mode, state);
		if (mistake) throw new Error(mistake);
	};
	const test = {
		simulateDeviceConnection: ({ supportedModes }) => window.top.connectForTests(supportedModes),
		async disconnectAllDevices() { window.top.xrprobe.unplug(); },
	};
	Object.defineProperty(navigator.xr, "test", { value: test });
}
