// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// What people see of the user agent: its options, its prompts, and what was seen and known.
//
// The address may have strategy, host, clock (a speed, or "virtual"), seed, site, visit (the path of
// the page in the frame) and plug (the data sheet of the headset that is plugged in).

import { startAgent } from "./agent.js";

const begun = performance.now();
const find = (id) => document.getElementById(id);
const given = new URLSearchParams(location.search);

const form = find("options");
for (const select of form.elements) {
	if (select.name && [...select.options].some((option) => option.value === given.get(select.name))) select.value = given.get(select.name);
}
const strategy = form.elements.strategy.value, host = form.elements.host.value;
const clock = given.get("clock") ?? form.elements.clock.value;
const site = given.has("visit") ? given.get("site") ?? "" : form.elements.site.value;
const seed = given.has("seed") ? Number(given.get("seed")) : undefined;

// element makes an element with text.
function element(name, text = "", parent = null) {
	const made = document.createElement(name);
	made.textContent = text;
	parent?.append(made);
	return made;
}

// A list shows its last lines. They are drawn with the next frame: a page may ask thousands of times.
const limit = 500;
const drawn = new Map();
function line(list, at, text) {
	if (!drawn.has(list)) drawn.set(list, []);
	const lines = drawn.get(list);
	if (lines.length === 0) requestAnimationFrame(() => draw(list, lines.splice(0)));
	if (lines.push([at, text]) > limit) lines.shift();
}
function draw(list, lines) {
	for (const [at, text] of lines) {
		const item = element("li", "", list);
		element("time", at < 1000 ? `${Math.round(at)} ms` : `${(at / 1000).toFixed(3)} s`, item);
		item.append(text);
	}
	while (list.childElementCount > limit) list.firstElementChild.remove();
	list.scrollTop = list.scrollHeight;
}

const prompts = find("prompts"), nobody = prompts.firstElementChild;
const words = { "immersive-vr": "virtual reality", "immersive-ar": "augmented reality" };

const trace = []; // what pages saw, with times
const shell = {
	// showPrompt adds a prompt in the place for prompts. It takes no focus and resizes nothing.
	showPrompt(id, origin, mode) {
		const prompt = element("div", "", prompts);
		prompt.className = "prompt";
		prompt.id = `prompt-${id}`;
		prompt.setAttribute("role", "group");
		const question = element("p", `May ${origin} know whether this device can show ${words[mode]}?`, prompt);
		question.id = `question-${id}`;
		prompt.setAttribute("aria-labelledby", question.id);
		const row = element("div", "", prompt);
		row.className = "row";
		for (const [choice, text] of [["allow", "Allow"], ["block", "Block"], ["dismiss", "Not now"]]) {
			const button = element("button", text, row);
			button.type = "button";
			button.dataset.choice = choice;
			button.addEventListener("click", () => agent.answer(id, choice));
		}
		nobody.hidden = true;
	},
	withdrawPrompt(id) {
		find(`prompt-${id}`)?.remove();
		nobody.hidden = prompts.querySelector(".prompt") !== null;
	},
	note(at, what) { line(find("knew"), at, what); },
	saw(at, { label }, what) {
		if (trace.length < 100000) trace.push(`${Math.round(at * 1000) / 1000} ${label} ${what}`);
		line(find("saw"), at, `${label}: ${what}`);
	},
};

const headsets = await (await fetch("/headsets.json")).json();
const choice = find("headset");
for (const { name, title } of headsets) element("option", title, choice).value = name;
choice.value = given.get("plug") ?? "steamvr";
if (choice.selectedIndex < 0) choice.selectedIndex = 0;

async function plug(name) {
	const report = await (await fetch(`/headsets/${encodeURIComponent(name)}.json`)).text();
	const mistake = agent.plug(report);
	if (mistake) throw new Error(mistake);
	plugged(true);
}
function unplug() {
	agent.plug(null);
	plugged(false);
}
function plugged(is) {
	find("plug").disabled = is;
	find("unplug").disabled = !is;
	choice.disabled = is;
	find("state").textContent = is ? `${choice.selectedOptions[0].text} is plugged in.` : "No headset is plugged in.";
}

const options = {
	strategy, formFactor: host, product: "", firstPartyOnly: given.has("first-party-only"), site, seed,
	virtual: clock === "virtual", speed: Number(clock) > 0 ? Number(clock) : 1,
};
let agent = await startAgent(options, shell);
const ready = performance.now();

find("plug").addEventListener("click", () => plug(choice.value));
find("unplug").addEventListener("click", unplug);
find("forget").addEventListener("click", () => agent.forget(site || new URL(find("tab").src).origin));
find("advance").addEventListener("click", () => agent.advance(1000));
find("virtual").hidden = clock !== "virtual";
plugged(false);
if (given.has("plug")) await plug(choice.value);

const frame = find("tab");
find("reload").addEventListener("click", () => frame.contentWindow.location.reload());

// restart starts another user agent, for tests of many. No prompt and no headset is left.
async function restart(changed) {
	prompts.replaceChildren(nobody);
	nobody.hidden = false;
	trace.length = 0;
	agent = await startAgent({ ...options, ...changed }, shell);
	plugged(false);
	publish();
}

// The frames' xr.js finds the user agent here, so the page in the frame comes last.
function publish() {
	window.xrprobe = { ...agent, plugReport: agent.plug, trace, plug, unplug, restart, times: { begun, ready } };
}
publish();
const visit = given.get("visit") ?? "/visitor.html";
if (/^\/[^/\\]/.test(visit)) frame.src = visit;
