// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// page.mjs XRPROBE RUNS drives the page in Chromium, and prints a line of JSON for each test: its
// name, and what is wrong or null.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { serve, launch, open, require } from "./browser.mjs";

const [program, runs] = process.argv.slice(2);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const server = await serve(program);
const browser = await launch();

const prompts = (page) => page.locator(".prompt");
const answer = (page, choice) => page.evaluate((choice) => document.querySelector(`.prompt [data-choice=${choice}]`).click(), choice);
const advance = (page, milliseconds) => page.evaluate((milliseconds) => xrprobe.advance(milliseconds), milliseconds);
const text = (frame, id) => frame.evaluate((id) => document.getElementById(id).textContent, id);
const trace = (page) => page.evaluate(() => [...xrprobe.trace]);
const virtual = { clock: "virtual", seed: 1 };

// noticed makes every page in a frame note the events by which it might notice a prompt.
const noticed = () => {
	if (window === window.top) return;
	window.noticed = [];
	for (const type of ["focus", "blur", "resize", "scroll", "pointercancel"]) window.addEventListener(type, () => window.noticed.push(type), true);
	document.addEventListener("visibilitychange", () => window.noticed.push("visibilitychange"));
};

// visit lets a page ask twice in a new user agent, and reloads it. The user answers each prompt with
// the choice, or ignores it. It returns what the page observed.
async function visit(page, { strategy, seed, headset, choice }) {
	await page.evaluate(async ({ strategy, seed, headset }) => {
		const tab = document.getElementById("tab");
		const loaded = () => new Promise((resolve) => tab.addEventListener("load", resolve, { once: true }));
		let there = loaded();
		tab.src = "about:blank";
		await there;
		await xrprobe.restart({ strategy, seed });
		if (headset) await xrprobe.plug("magic-leap-2");
		there = loaded();
		tab.src = "/visitor.html";
		await there;
	}, { strategy, seed, headset });
	await asked(page, 2);
	const shown = await page.evaluate(async (choice) => {
		const tab = document.getElementById("tab");
		await xrprobe.advance(600);
		const shown = document.querySelectorAll(".prompt").length;
		for (const button of document.querySelectorAll(`.prompt [data-choice=${choice}]`)) button.click();
		await xrprobe.advance(70000);
		tab.contentDocument.querySelector("[data-ask=immersive-vr]").click();
		await xrprobe.advance(1000);
		window.seen = [...tab.contentWindow.noticed];
		tab.contentWindow.location.reload();
		return shown;
	}, choice);
	await asked(page, 5);
	return page.evaluate(async (shown) => {
		const tab = document.getElementById("tab");
		await xrprobe.advance(70000);
		return { shown, seen: [...xrprobe.trace, ...window.seen, ...tab.contentWindow.noticed, tab.contentDocument.querySelector("main").textContent] };
	}, shown);
}

// asked waits until the page has called isSessionSupported so often.
const asked = (page, times) => page.waitForFunction(
	(times) => xrprobe.trace.filter((line) => line.includes("page calls isSessionSupported")).length === times, times, { polling: 10 });

const tests = {
	async "absent and declined give equal traces"() {
		const { page, problems, close } = await open(browser, server.address, virtual);
		await page.addInitScript(noticed);
		const strategies = ["ask-when-present", "always-ask"], choices = ["block", "dismiss", "ignore"];
		for (let seed = 1; seed <= Number(runs); seed++) {
			const strategy = strategies[seed % 2], choice = choices[seed % 3];
			const absent = await visit(page, { strategy, seed, headset: false, choice });
			const declined = await visit(page, { strategy, seed, headset: true, choice });
			assert.deepEqual(absent.seen, declined.seen, `${strategy}, seed ${seed}, ${choice}`);
			assert.equal(declined.shown, 2, "the user of a headset is asked");
			assert.equal(absent.shown, strategy === "always-ask" ? 2 : 0);
			assert.equal(absent.seen.filter((line) => line.endsWith(" isSessionSupported false")).length, 5, absent.seen.join("\n"));
		}
		for (const strategy of strategies) {
			const allowed = await visit(page, { strategy, seed: 1, headset: true, choice: "allow" });
			assert.ok(allowed.seen.some((line) => line.endsWith(" isSessionSupported true")), "consent tells");
		}
		assert.deepEqual(problems, []);
		await close();
	},

	async "the strategy always-true asks nobody"() {
		const { page, tab, close } = await open(browser, server.address, { ...virtual, strategy: "always-true" });
		await advance(page, 1000);
		assert.equal(await text(tab, "immersive-vr"), "true");
		assert.equal(await prompts(page).count(), 0);
		await close();
	},

	async "a headset is plugged in while the page waits"() {
		const { page, tab, close } = await open(browser, server.address, virtual);
		await tab.evaluate(() => { window.changes = 0; navigator.xr.ondevicechange = () => { window.changes++; }; });
		await advance(page, 600);
		assert.equal(await prompts(page).count(), 0);
		await page.evaluate(() => xrprobe.plug("steamvr"));
		await advance(page, 1);
		assert.equal(await prompts(page).count(), 1, "SteamVR's headset is opaque");
		assert.equal(await tab.evaluate(() => window.changes), 0, "without consent");
		await answer(page, "allow");
		await advance(page, 1);
		assert.equal(await text(tab, "immersive-vr"), "true");
		assert.equal(await text(tab, "immersive-ar"), "no answer yet");
		await advance(page, 3000);
		assert.equal(await tab.evaluate(() => window.changes), 0, "the consent told it");
		await page.evaluate(() => xrprobe.unplug());
		await advance(page, 3000);
		assert.equal(await tab.evaluate(() => window.changes), 1);
		assert.equal(await text(tab, "immersive-vr"), "false");
		await close();
	},

	async "a reload keeps the decision and asks nobody"() {
		const { page, tab, close } = await open(browser, server.address, { ...virtual, plug: "steamvr" });
		await advance(page, 600);
		await answer(page, "allow");
		await advance(page, 70000);
		await page.click("#reload");
		await page.waitForFunction(() => xrprobe.trace.filter((line) => line.endsWith("is loaded")).length === 2);
		await tab.waitForFunction(() => document.getElementById("immersive-vr")?.textContent === "true");
		await advance(page, 600);
		assert.equal(await prompts(page).count(), 0);
		assert.equal(await text(tab, "state-immersive-vr"), "granted");
		await close();
	},

	async "two frames of a page have one prompt and one decision"() {
		const { page, tab, close } = await open(browser, server.address, { ...virtual, plug: "steamvr" });
		await tab.click("#frame");
		await page.waitForFunction(() => xrprobe.trace.filter((line) => line.includes("frame calls isSessionSupported")).length === 2);
		await advance(page, 600);
		assert.equal(await prompts(page).count(), 1);
		await answer(page, "allow");
		await advance(page, 1);
		assert.equal(await text(tab, "immersive-vr"), "true");
		assert.equal(await text(tab.childFrames()[0], "immersive-vr"), "true");
		await close();
	},

	async "a session begins after a click, and ends with its headset"() {
		const { page, tab, close } = await open(browser, server.address, { ...virtual, plug: "steamvr" });
		await advance(page, 600);
		await answer(page, "allow");
		await advance(page, 1);
		await tab.click("[data-enter=immersive-vr]");
		await advance(page, 600);
		await tab.waitForFunction(() => document.getElementById("events").textContent === "A session with opaque has begun.");
		await page.click("#unplug");
		await advance(page, 3000);
		await tab.waitForFunction(() => document.getElementById("immersive-vr").textContent === "false");
		await close();
	},

	async "a person answers a prompt by the keyboard"() {
		const { page, tab, close } = await open(browser, server.address, { ...virtual, plug: "steamvr" });
		await advance(page, 600);
		await page.focus(".prompt [data-choice=allow]");
		await page.keyboard.press("Enter");
		await advance(page, 1);
		await tab.waitForFunction(() => document.getElementById("immersive-vr").textContent === "true");
		assert.equal(await prompts(page).count(), 0);
		await close();
	},

	async "nothing is fetched from elsewhere"() {
		const { page, problems, close } = await open(browser, server.address, virtual);
		const elsewhere = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).origin).filter((origin) => origin !== location.origin));
		assert.deepEqual(elsewhere, []);
		const refused = await page.evaluate(() => fetch("http://127.0.0.2:9/").then(() => "", (error) => error.name));
		assert.equal(refused, "TypeError");
		assert.ok(problems.some((problem) => problem.includes("Content Security Policy")), "the policy refuses other addresses");
		await close();
	},

	async "a page that is open alone says so"() {
		const page = await browser.newPage();
		await page.goto(server.address + "visitor.html");
		assert.match(await text(page, "state-immersive-vr"), /unknown|denied/);
		await page.close();
	},
};
for (const colorScheme of ["light", "dark"]) {
	tests[`axe-core finds nothing, ${colorScheme}`] = async () => {
		const { page, tab, close } = await open(browser, server.address, { ...virtual, plug: "magic-leap-2" }, { colorScheme });
		await advance(page, 600);
		assert.equal(await prompts(page).count(), 2);
		for (const frame of [page.mainFrame(), tab]) {
			await frame.evaluate(axe);
			const { violations, passes } = await frame.evaluate(() => axe.run({ iframes: false }));
			assert.deepEqual(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]), []);
			assert.ok(passes.some(({ id }) => id === "color-contrast"), "the colours were looked at");
		}
		await close();
	};
}

// measured says how fast the page is here. No test has a limit for it.
async function measured() {
	const { page, tab, close } = await open(browser, server.address, { plug: "steamvr" });
	const { begun, ready } = await page.evaluate(() => xrprobe.times);
	await page.evaluate(() => {
		xrprobe.set("https://shop.example", "immersive-vr", "granted");
		for (const document of xrprobe.documents.values()) document.traced = false;
	});
	const each = (f) => tab.evaluate(`(async (f) => {
		for (let i = 0; i < 2000; i++) await f();
		const begun = performance.now();
		for (let i = 0; i < 20000; i++) await f();
		return (performance.now() - begun) / 20;
	})(${f})`);
	const answer = await each(() => navigator.xr.isSessionSupported("immersive-vr"));
	const task = await each(`(() => {
		const { port1, port2 } = new MessageChannel();
		return () => new Promise((resolve) => { port1.onmessage = resolve; port2.postMessage(0); });
	})()`);
	await close();
	return `ready ${Math.round(ready - begun)} ms after the page's script began; a settled answer takes ${answer.toFixed(1)} µs, an empty task ${task.toFixed(1)} µs`;
}

for (const [name, test] of Object.entries(tests)) {
	let wrong = null;
	try {
		await test();
	} catch (error) {
		wrong = String(error.stack);
	}
	console.log(JSON.stringify({ name, wrong }));
}
console.log(JSON.stringify({ measured: await measured() }));
await browser.close();
await server.end();
