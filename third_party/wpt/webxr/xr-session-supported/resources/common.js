// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// What the tests of "xr-session-supported" share.
"use strict";

const VR = "immersive-vr";
const AR = "immersive-ar";

const describe = (mode) => ({ name: "xr-session-supported", mode });
const query = (mode) => navigator.permissions.query(describe(mode));
const state = async (mode) => (await query(mode)).state;
const set = (mode, state) => test_driver.set_permission(describe(mode), state);
const supported = (mode) => navigator.xr.isSessionSupported(mode);

// connect connects a headset that supports session modes, by the WebXR Test API.
const connect = (...modes) => navigator.xr.test.simulateDeviceConnection({
	supportsImmersive: true, supportedModes: ["inline", ...modes], views: [],
	environmentBlendMode: modes.includes(AR) ? "additive" : "opaque",
});

// a test of the permission begins without a decision and without a headset. It needs the permission
// first, so that a user agent without it fails at once, and for that reason.
function permission_test(test, name) {
	promise_test(async (t) => {
		await query(VR);
		t.add_cleanup(reset);
		await reset();
		await test(t);
	}, name);
}

async function reset() {
	await navigator.xr.test.disconnectAllDevices();
	for (const mode of [VR, AR]) await set(mode, "prompt");
}

// task waits until a task has run that was queued now, and those that were queued before.
const task = () => new Promise((resolve) => {
	const channel = new MessageChannel();
	channel.port1.onmessage = () => { channel.port1.close(); resolve(); };
	channel.port2.postMessage(0);
});

// settle waits until what was under way in the user agent has reached the page: a call that it
// answers after a task of its own.
async function settle() {
	for (let i = 0; i < 5; i++) await task();
}

// changes counts the change events of a status.
function changes(status) {
	const seen = [];
	status.addEventListener("change", () => seen.push(status.state));
	return seen;
}

const change = (status) => new Promise((resolve) => status.addEventListener("change", () => resolve(status.state), { once: true }));

// frame loads frame.html in a frame, and returns what asks it: ask("query", mode), and the like. It
// answers with a boolean, a state or an error's name.
async function frame(t, { allow = "", origin = location.origin } = {}) {
	const element = document.createElement("iframe");
	element.allow = allow;
	element.src = new URL("resources/frame.html", new URL(location.pathname, origin)).href;
	const loaded = new Promise((resolve) => element.addEventListener("load", resolve, { once: true }));
	document.body.append(element);
	t.add_cleanup(() => element.remove());
	await loaded;
	const ask = (...question) => new Promise((resolve) => {
		const channel = new MessageChannel();
		channel.port1.onmessage = ({ data }) => resolve(data);
		element.contentWindow.postMessage(question, "*", [channel.port2]);
	});
	return { element, ask };
}

// elsewhere is the same server by another name: a page of it is of another origin.
const elsewhere = location.origin.includes("127.0.0.1") ? location.origin.replace("127.0.0.1", "localhost") : location.origin.replace("://", "://www1.");
