// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Keeps the results for the runner.
"use strict";

setup({ output: false });
add_completion_callback((tests, status) => {
	const names = ["PASS", "FAIL", "TIMEOUT", "NOTRUN", "PRECONDITION_FAILED"];
	window.results = {
		status: ["OK", "ERROR", "TIMEOUT", "PRECONDITION_FAILED"][status.status], message: status.message,
		tests: tests.map(({ name, status, message }) => ({ name, status: names[status], message })),
	};
});
