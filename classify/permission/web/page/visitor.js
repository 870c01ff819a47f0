// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// A page as anybody may write it. It knows nothing of the user agent.

const find = (id) => document.getElementById(id);
const modes = ["immersive-vr", "immersive-ar"];

async function ask(mode) {
	let answer;
	try {
		answer = await navigator.xr.isSessionSupported(mode);
	} catch (error) {
		answer = error.name;
	}
	find(mode).textContent = String(answer);
	document.querySelector(`[data-enter=${mode}]`).hidden = answer !== true;
}

async function watch(mode) {
	const status = await navigator.permissions.query({ name: "xr-session-supported", mode });
	const show = () => { find(`state-${mode}`).textContent = status.state; };
	status.addEventListener("change", show);
	show();
}

async function enter(mode) {
	try {
		const session = await navigator.xr.requestSession(mode);
		find("events").textContent = `A session with ${session.environmentBlendMode} has begun.`;
		session.addEventListener("end", () => { find("events").textContent = "The session has ended."; });
	} catch (error) {
		find("events").textContent = `The session did not begin: ${error.name}.`;
	}
}

function addFrame() {
	const frame = document.createElement("iframe");
	frame.title = "a frame of the same page";
	frame.src = location.href;
	document.querySelector("main").append(frame);
}

for (const button of document.querySelectorAll("[data-ask]")) button.addEventListener("click", () => ask(button.dataset.ask));
for (const button of document.querySelectorAll("[data-enter]")) button.addEventListener("click", () => enter(button.dataset.enter));
find("frame").addEventListener("click", addFrame);

if (!navigator.xr) {
	find("events").textContent = "There is no navigator.xr here. Open / and not this page alone.";
} else {
	navigator.xr.addEventListener("devicechange", () => {
		find("events").textContent = "The devices have changed.";
		for (const mode of modes) ask(mode);
	});
	for (const mode of modes) {
		watch(mode);
		ask(mode);
	}
}
