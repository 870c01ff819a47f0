// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Stands in for the part of web-platform-tests' testdriver.js that the tests use. The file after it,
// testdriver-vendor.js, does what is the user agent's.
"use strict";

window.test_driver_internal = {
	set_permission: () => Promise.reject(new Error("this user agent cannot set permissions")),
};
window.test_driver = {
	set_permission: (descriptor, state) => window.test_driver_internal.set_permission({ descriptor, state }),
};
