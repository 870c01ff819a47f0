#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The xrprobe authors
#
# IWER, the Immersive Web Emulation Runtime, lets pages be tested without a headset. Its promises settle
# in ways that no browser's do, so that a page's handling of errors that was tested with it is not
# tested.
#
# Seen with iwer 2.5.0, in jsdom 24.1.3 on Node.js 20:
#
#   1. isSessionSupported with a word that is no session mode resolves with false. By Web IDL it rejects
#      with a TypeError.
#   2. requestSession with such a word rejects with a NotSupportedError, and not with a TypeError either.
#   3. An unknown required feature rejects with a plain Error that has no DOMException's name. By WebXR
#      it is a NotSupportedError.
#   4. While an immersive session is active, an inline session is refused with an InvalidStateError. By
#      WebXR only a second immersive session is.
#   5. An immersive session begins without any user activation. By WebXR that is a SecurityError.
#
# The script needs Node.js 18 or later with npm. It writes to a temporary directory only, and fails
# if what is seen changes.

set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

npm init -y >npm.log
npm install --no-audit --no-fund --save-exact iwer@2.5.0 jsdom@24.1.3 >>npm.log 2>&1 || { cat npm.log >&2; exit 2; }

cat >page.mjs <<'JS'
import { JSDOM } from 'jsdom';
import { XRDevice, metaQuest3 } from 'iwer';

// What IWER needs of a browser, none of which has to do with what it answers.
const { window } = new JSDOM('', { url: 'https://page.example/' });
const { document, localStorage, EventTarget, Event } = window;
Object.assign(globalThis, { window, document, localStorage, EventTarget, Event, WebGL2RenderingContext: class {}, requestAnimationFrame: () => 0 });
Object.defineProperty(globalThis, 'navigator', { value: window.navigator, configurable: true });

new XRDevice(metaQuest3).installRuntime({ globalObject: globalThis });
const { xr } = navigator;

async function tell(what, promise) {
  try {
    const value = await promise;
    console.log(`${what}: ${value && value.end ? 'a session' : value}`);
  } catch (error) {
    console.log(`${what}: ${error.constructor.name}, ${error.name}`);
  }
}

await tell('isSessionSupported, no mode', xr.isSessionSupported('hologram'));
await tell('requestSession, no mode', xr.requestSession('hologram'));
await tell('an unknown required feature', xr.requestSession('immersive-vr', { requiredFeatures: ['teleport'] }));
await tell('an immersive session without activation', xr.requestSession('immersive-vr'));
await tell('an inline session beside it', xr.requestSession('inline'));
process.exit(0);
JS

cat >want <<'TEXT'
isSessionSupported, no mode: false
requestSession, no mode: DOMException, NotSupportedError
an unknown required feature: Error, Error
an immersive session without activation: a session
an inline session beside it: DOMException, InvalidStateError
TEXT

node page.mjs >got
diff -u want got
cat got
