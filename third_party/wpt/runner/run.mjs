// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// run.mjs XRPROBE WHERE [FILE...] runs the tests in Debian's Chromium, and prints a line of JSON for
// each: its file, its name, its status and its message. WHERE is
//
//	page      the page of "xrprobe ask --serve", with headsets from data sheets
//	iwer      the same page, with the emulator IWER as the headset
//	chromium  Chromium as it is
//
// The variable GATE names another program for the page than the one in XRPROBE. Of such a gate, only the first
// test that fails counts, and the file ends with it.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { serve, launch, require } from "../../../cmd/xrprobe/internal/tryout/testdata/browser.mjs";

const [program, where, ...wanted] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const tests = dirname(here);
const directory = "webxr/xr-session-supported";
const files = wanted.length ? wanted : readdirSync(join(tests, directory)).filter((name) => name.endsWith(".https.html")).sort();

// limit is how long a file may take. testharness.js itself ends one after a minute.
const limit = 90000;

const resources = {
	"testharness.js": require.resolve("wpt-runner/testharness/testharness.js"),
	"testharnessreport.js": join(here, "testharnessreport.js"),
	"testdriver.js": join(here, "testdriver.js"),
	"testdriver-vendor.js": join(here, "vendor.js"),
};
const types = { html: "text/html", js: "text/javascript" };

// answer answers for web-platform-tests' server, whatever the host's name is.
async function answer(route) {
	const path = normalize(new URL(route.request().url()).pathname);
	const name = path.startsWith("/resources/") ? resources[path.slice("/resources/".length)] : join(tests, path);
	let body;
	try {
		body = readFileSync(name);
	} catch {
		return route.fulfill({ status: 404, body: "" });
	}
	return route.fulfill({ body, contentType: types[name.split(".").pop()] });
}

// connectSheet plugs in a data sheet's headset with the modes.
const connectSheet = () => {
	window.connectForTests = (modes) => window.xrprobe.plug(modes.includes("immersive-ar") ? "magic-leap-2" : "steamvr");
};

// connectIWER plugs in what IWER's navigator.xr supports. IWER has its own navigator.xr in the top
// window, where no page is.
const connectIWER = () => {
	window.connectForTests = async (modes) => {
		const device = new IWER.XRDevice({ ...IWER.metaQuest3, supportedSessionModes: modes });
		device.installRuntime({ forceInstall: true });
		const blend = [];
		if (await navigator.xr.isSessionSupported("immersive-vr")) blend.push("XR_ENVIRONMENT_BLEND_MODE_OPAQUE");
		if (await navigator.xr.isSessionSupported("immersive-ar")) blend.push("XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND");
		const system = {
			form_factor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", status: "available", name: device.name,
			view_configurations: [{ type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", blend_modes: blend }],
		};
		const mistake = window.xrprobe.plugReport(JSON.stringify({ runtimes: [{ id: "iwer", active: true, status: "ok", systems: [system] }] }));
		if (mistake) throw new Error(mistake);
	};
};

const browser = await launch();
const server = where === "chromium" ? { address: "http://127.0.0.1:1/", end() {} } : await serve(program);

// load opens a test in a new browser profile, and returns the frame that it is in.
async function load(page, file) {
	const path = `/${directory}/${file}`;
	if (where === "chromium") {
		await page.goto(new URL(path, server.address).href);
		return page.mainFrame();
	}
	const xr = await (await fetch(new URL("/xr.js", server.address))).text();
	await page.addInitScript(xr); // in every frame, as a user agent has it
	if (process.env.GATE) await page.addInitScript("window.hurry = true");
	if (process.env.GATE) await page.route("**/gate.wasm", (route) => route.fulfill({ body: readFileSync(process.env.GATE), contentType: "application/wasm" }));
	// The first page is empty, until a headset can be connected.
	await page.goto(server.address + "?" + new URLSearchParams({ visit: "/resources/none", clock: "100", site: "" }));
	await page.waitForFunction(() => window.xrprobe);
	if (where === "iwer") await page.evaluate(readFileSync(require.resolve("iwer/build/iwer.min.js"), "utf8"));
	await page.evaluate(where === "iwer" ? connectIWER : connectSheet);
	await page.evaluate((path) => { document.getElementById("tab").src = path; }, path);
	const element = await page.$("#tab");
	const frame = await element.contentFrame();
	await frame.waitForURL("**" + path);
	return frame;
}

for (const file of files) {
	const context = await browser.newContext();
	const page = await context.newPage();
	await page.route(/\/(resources|webxr)\//, answer);
	let results;
	try {
		const frame = await load(page, file);
		await frame.waitForFunction(() => window.results, null, { timeout: limit, polling: 100 });
		results = await frame.evaluate(() => window.results);
	} catch (error) {
		results = { status: "ERROR", message: String(error.stack), tests: [] };
	}
	console.log(JSON.stringify({ file, name: "", status: results.status, message: results.message }));
	for (const { name, status, message } of results.tests) console.log(JSON.stringify({ file, name, status, message }));
	await context.close();
}
await browser.close();
await server.end();
