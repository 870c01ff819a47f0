// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Keeps the results for the runner.
"use strict";

const names = ["PASS", "FAIL", "TIMEOUT", "NOTRUN", "PRECONDITION_FAILED"];

// In a hurry, one test that fails is enough, and nothing waits for long.
setup({ output: false, timeout_multiplier: window.hurry ? 0.25 : 1 });
add_result_callback((test) => {
	const { name, status, message } = test;
	if (window.hurry && status) window.results ??= { status: "OK", message: null, tests: [{ name, status: names[status], message }] };
});
add_completion_callback((tests, status) => {
	window.results ??= {
		status: ["OK", "ERROR", "TIMEOUT", "PRECONDITION_FAILED"][status.status], message: status.message,
		tests: tests.map(({ name, status, message }) => ({ name, status: names[status], message })),
	};
});
