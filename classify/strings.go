// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

import (
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// The sources of the rules.
const (
	sourceCompat         = "MDN browser-compat-data 8.1.9, Navigator.xr, XRSystem and XRSession"
	sourceMeta           = "https://developers.meta.com/horizon/documentation/web/browser-specs/"
	sourceChromium       = "Chromium's sources: content/browser/xr, device/vr, and which of them each platform compiles"
	sourceModule         = "https://www.w3.org/TR/webxr-ar-module-1/"
	sourceWebKit         = "A-Frame issues 5560 and 5607: Safari on Vision Pro calls itself Macintosh, and has WebXR since visionOS 2"
	sourceWolvic         = "the strings that Wolvic and Pico Browser send, as collected by ua-parser-js and device-detector"
	sourceEdge           = "https://learn.microsoft.com/windows/mixed-reality/develop/javascript/webxr-overview"
	sourceFingerprinting = "https://www.w3.org/TR/webxr/#fingerprinting"
)

// Versions at which something begins.
const (
	firstChromium    = 79  // with navigator.xr
	firstLinuxOpenXR = 154 // the first that may have OpenXR on Linux
	firstOculus      = 8   // with navigator.xr
	firstOculusAR    = 9   // with the AR module's interfaces
	provenOculusAR   = 32  // that is known to show augmented reality
	firstSamsung     = 12  // with isSessionSupported
	lastReality      = 81  // Gecko's version in the last Firefox Reality
)

// userAgentRules are tried in order; the last one matches everything.
var userAgentRules = []rule[traits]{
	{
		name:    "webview",
		matches: func(t traits) bool { return t.platform == android && (t.webView || t.has(version) && t.has(chrome)) },
		inline:  never, vr: never, ar: never,
		because: "a WebView has no navigator.xr", source: sourceCompat,
	},
	{
		name:    "robot_or_text",
		matches: func(t traits) bool { return t.bot || t.has(botProduct) || t.has(textBrowser) },
		inline:  never, vr: never, ar: never,
		because: "robots and text browsers show no sessions", source: sourceFingerprinting,
	},
	{
		name: "console_or_television",
		matches: func(t traits) bool {
			return t.platform == console || t.platform == television || t.has(televisionProduct)
		},
		inline: never, vr: never, ar: never,
		because: "browsers of consoles and televisions have no WebXR", source: sourceCompat,
	},
	{
		name: "before_chromium", matches: func(t traits) bool { return t.has(edgeHTML) || t.has(presto) || t.has(trident) },
		inline: never, vr: never, ar: never,
		because: "Internet Explorer, and Edge and Opera before Chromium, had no WebXR", source: sourceCompat,
	},
	{
		name: "old_chromium", matches: func(t traits) bool { return old(t) && !quest(t) },
		inline: never, vr: never, ar: never,
		because: "Chromium has navigator.xr since version 79, on headsets too", source: sourceCompat,
	},
	{
		name: "no_browser", matches: func(t traits) bool { return !t.has(mozilla) },
		inline: variable, vr: variable, ar: variable,
		because: "the string is not formed like a browser's, so nothing is told without consent", source: sourceFingerprinting,
	},
	{
		name: "headless", matches: func(t traits) bool { return t.has(headlessChrome) && t.versions[headlessChrome] >= firstChromium },
		inline: usually, vr: never, ar: never,
		because: "a headless Chromium has navigator.xr, and no devices", source: sourceChromium,
	},
	{
		name: "emulator", matches: func(t traits) bool { return t.platform == android && t.has(chrome) && emulated(t.model) },
		inline:  usually,
		vr:      open(CauseEmulator, webxr.NeverSupport, webxr.UsuallySupport),
		ar:      open(CauseEmulator, webxr.NeverSupport, webxr.UsuallySupport),
		because: "what an emulator shows depends on the machine around it", source: sourceFingerprinting,
	},
	{
		name: "wolvic", matches: func(t traits) bool {
			return t.has(wolvic) || geckoVR(t) && t.versions[firefox] > lastReality
		},
		inline: usually, vr: usually, ar: open(CauseAR, webxr.UsuallySupport, webxr.HighlyVariable),
		because: "Wolvic runs on headsets only; which of them show augmented reality its string does not tell", source: sourceWolvic,
	},
	{
		name: "firefox_reality", matches: geckoVR,
		inline: usually, vr: open(CauseVersion, webxr.NeverSupport, webxr.UsuallySupport), ar: never,
		because: "Firefox Reality ran on headsets without pass-through; from which version it had WebXR is not known", source: sourceWolvic,
	},
	{
		name: "pico_browser", matches: func(t traits) bool { return t.has(picoBrowser) },
		inline: usually, vr: usually, ar: open(CauseAR, webxr.UsuallySupport, webxr.HighlyVariable),
		because: "Pico Browser runs on headsets only; from which version it shows augmented reality is not known", source: sourceWolvic,
	},
	{
		name: "oculus_unknown_version", matches: func(t traits) bool { return quest(t) && t.versions[oculusBrowser] == unknown },
		inline:  open(CauseVersion, webxr.NeverSupport, webxr.UsuallySupport),
		vr:      open(CauseVersion, webxr.NeverSupport, webxr.UsuallySupport),
		ar:      open(CauseVersion, webxr.NeverSupport, webxr.UsuallySupport),
		because: "the string does not tell the browser's version", source: sourceMeta,
	},
	{
		name: "oculus_before_webxr", matches: func(t traits) bool { return quest(t) && t.versions[oculusBrowser] < firstOculus },
		inline: never, vr: never, ar: never,
		because: "Oculus Browser has navigator.xr since version 8", source: sourceCompat,
	},
	{
		name: "oculus_without_ar", matches: func(t traits) bool {
			return quest(t) && (t.versions[oculusBrowser] < firstOculusAR || seesNothing(t.model))
		},
		inline: usually, vr: usually, ar: never,
		because: "before version 9 Oculus Browser lacks the AR module, and Oculus Go and Gear VR have no pass-through", source: sourceCompat,
	},
	{
		name: "quest_browser", matches: func(t traits) bool {
			return quest(t) && strings.HasPrefix(t.model, "Quest ") &&
				(t.versions[oculusBrowser] >= provenOculusAR || strings.HasPrefix(t.model, "Quest 3"))
		},
		inline: usually, vr: usually, ar: usually,
		because: "Quest Browser runs on headsets with pass-through only", source: sourceMeta,
	},
	{
		name: "quest_browser_ar_unproven", matches: quest,
		inline: usually, vr: usually, ar: open(CauseAR, webxr.UsuallySupport, webxr.HighlyVariable),
		because: "Quest Browser runs on headsets only; that this version shows augmented reality on this one is not proven", source: sourceMeta,
	},
	{
		name: "magic_leap", matches: func(t traits) bool { return t.has(helio) || t.has(chrome) && t.model == "Magic Leap 2" },
		inline: usually, vr: open(CauseVR, webxr.NeverSupport, webxr.UsuallySupport), ar: usually,
		because: "Magic Leap's display adds light, and a user agent may offer augmented reality alone", source: sourceModule,
	},
	{
		name: "ios", matches: func(t traits) bool { return t.platform == appleMobile || t.has(iosBrowser) },
		inline: never, vr: never, ar: never,
		because: "browsers on iPhone, iPad and iPod are WebKit, which has no WebXR there", source: sourceCompat,
	},
	{
		name: "apple", matches: func(t traits) bool { return t.platform == macintosh && t.has(webKit) && !t.has(chrome) },
		inline:  open(CauseApple, webxr.NeverSupport, webxr.UsuallySupport),
		vr:      open(CauseApple, webxr.NeverSupport, webxr.UsuallySupport),
		ar:      never,
		because: "Macs, iPads and Vision Pro send one string, and only Vision Pro has virtual reality; none has augmented", source: sourceWebKit,
	},
	{
		name: "firefox", matches: func(t traits) bool { return t.has(gecko) },
		inline: never, vr: never, ar: never,
		because: "Firefox has no WebXR on computers and telephones", source: sourceCompat,
	},
	{
		name: "old_android_webkit", matches: func(t traits) bool { return t.platform == android && t.has(webKit) && !t.has(chrome) },
		inline: never, vr: never, ar: never,
		because: "Android's browser before Chromium had no WebXR", source: sourceCompat,
	},
	{
		name: "chromium_unknown_version", matches: func(t traits) bool { return t.has(chrome) && t.versions[chrome] == unknown },
		inline:  open(CauseVersion, webxr.NeverSupport, webxr.UsuallySupport),
		vr:      open(CauseVersion, webxr.NeverSupport, webxr.HighlyVariable),
		ar:      open(CauseVersion, webxr.NeverSupport, webxr.HighlyVariable),
		because: "the string does not tell the browser's version", source: sourceFingerprinting,
	},
	{
		name: "android_xr_model", matches: func(t traits) bool { return t.platform == android && t.has(chrome) && t.model == "SM-I610" },
		inline: usually, vr: usually, ar: open(CauseHints, webxr.UsuallySupport, webxr.HighlyVariable),
		because: "Chrome on Android shows virtual reality everywhere; that this is a headset only a client hint tells for certain", source: sourceChromium,
	},
	{
		name: "headset_by_another_name", matches: func(t traits) bool { return t.has(chrome) && t.mobileVR },
		inline: usually,
		vr:     open(CauseIdentity, webxr.UsuallySupport, webxr.HighlyVariable), ar: open(CauseIdentity, webxr.UsuallySupport, webxr.HighlyVariable),
		because: "the string is a headset browser's, and which one's it does not tell", source: sourceWolvic,
	},
	{
		name: "headset_model_in_another_browser", matches: func(t traits) bool { return t.has(chrome) && isHeadset(t.model) },
		inline: usually,
		vr:     open(CauseIdentity, webxr.UsuallySupport, webxr.HighlyVariable), ar: open(CauseIdentity, webxr.UsuallySupport, webxr.HighlyVariable),
		because: "a browser that is not the headset's own names a headset's model, and a telephone may have that name", source: sourceMeta,
	},
	{
		name: "old_samsung", matches: func(t traits) bool { return t.has(samsungBrowser) && t.versions[samsungBrowser] < firstSamsung },
		inline: never, vr: never, ar: never,
		because: "Samsung Internet has isSessionSupported since version 12", source: sourceCompat,
	},
	{
		name: "windows_edge", matches: func(t traits) bool { return t.platform == windows && t.has(edge) },
		inline: usually,
		vr:     open(CauseHoloLens, webxr.HighlyVariable, webxr.UsuallySupport), ar: open(CauseHoloLens, webxr.HighlyVariable, webxr.UsuallySupport),
		because: "a computer may have a headset or not, and Edge on HoloLens may send the same string", source: sourceEdge,
	},
	{
		name: "windows_embedder", matches: func(t traits) bool { return t.platform == windows && t.has(chrome) && t.has(otherProduct) },
		inline: usually,
		vr:     open(CauseEmbedder, webxr.NeverSupport, webxr.HighlyVariable), ar: open(CauseEmbedder, webxr.NeverSupport, webxr.HighlyVariable),
		because: "whether the program around Chromium has headsets enabled is not known", source: sourceChromium,
	},
	{
		name: "windows", matches: func(t traits) bool { return t.platform == windows && t.has(chrome) },
		inline: usually, vr: variable, ar: variable,
		because: "a computer may have a headset or not", source: sourceFingerprinting,
	},
	{
		name: "chrome_os", matches: func(t traits) bool { return t.platform == chromeOS && t.has(chrome) },
		inline: usually, vr: never, ar: never,
		because: "Chromium has no XR runtime on ChromeOS", source: sourceChromium,
	},
	{
		name: "mac", matches: func(t traits) bool { return t.platform == macintosh && t.has(chrome) },
		inline: usually, vr: never, ar: never,
		because: "Chromium has no XR runtime on Macs", source: sourceChromium,
	},
	{
		name: "linux_without_openxr", matches: func(t traits) bool {
			return t.platform == linux && t.has(chrome) && t.versions[chrome] < firstLinuxOpenXR
		},
		inline: usually, vr: never, ar: never,
		because: "Chromium has no XR runtime on Linux before version 154", source: sourceChromium,
	},
	{
		name: "linux_by_build", matches: func(t traits) bool { return t.platform == linux && t.has(chrome) },
		inline: usually,
		vr:     open(CauseBuild, webxr.NeverSupport, webxr.HighlyVariable), ar: open(CauseBuild, webxr.NeverSupport, webxr.HighlyVariable),
		because: "Chromium on Linux may have OpenXR since version 154, and its string does not tell", source: sourceChromium,
	},
	{
		name: "android_embedder", matches: func(t traits) bool {
			return t.platform == android && t.has(chrome) && (t.has(otherProduct) || t.has(namedBrowser) || t.has(samsungBrowser))
		},
		inline: usually,
		vr:     open(CauseEmbedder, webxr.NeverSupport, webxr.UsuallySupport), ar: open(CauseEmbedder, webxr.NeverSupport, webxr.UsuallySupport),
		because: "which of Chromium's XR runtimes this browser has is not known", source: sourceChromium,
	},
	{
		name: "android_reduced", matches: func(t traits) bool {
			return t.platform == android && t.has(chrome) && (t.model == "K" || t.model == "")
		},
		inline: usually, vr: usually, ar: open(CauseReduced, webxr.UsuallySupport, webxr.HighlyVariable),
		because: "Chrome on Android shows virtual reality everywhere; the string hides the model, and not all have ARCore", source: sourceChromium,
	},
	{
		name: "android_model", matches: func(t traits) bool { return t.platform == android && t.has(chrome) },
		inline: usually, vr: usually, ar: open(CauseARCore, webxr.UsuallySupport, webxr.HighlyVariable),
		because: "Chrome on Android shows virtual reality everywhere; whether this model has ARCore is not known here", source: sourceChromium,
	},
	{
		name: "not_recognised", matches: func(traits) bool { return true },
		inline: variable, vr: variable, ar: variable,
		because: "the string is not recognised, so nothing is told without consent", source: sourceFingerprinting,
	},
}

// geckoVR reports whether the string is that of a Gecko on headsets.
func geckoVR(t traits) bool { return t.mobileVR && t.platform == android && t.has(firefox) }

// quest reports whether the string is Oculus Browser's own. Others end with its name, to
// be taken for it.
func quest(t traits) bool { return t.has(oculusBrowser) && !t.likeQuest }

// isHeadset reports whether a model is a headset's, and no telephone's that only begins
// like one.
func isHeadset(model string) bool {
	return slices.ContainsFunc(headsets, func(h headset) bool { return slices.Contains(h.names, model) })
}

// seesNothing reports whether a model is Oculus Go, or a telephone that Gear VR holds.
func seesNothing(model string) bool {
	return model == "Pacific" || strings.HasPrefix(model, "SM-") || strings.HasPrefix(model, "SAMSUNG ")
}

// old reports whether the engine is a Chromium without navigator.xr.
func old(t traits) bool {
	engine := t.versions[chrome]
	if t.has(headlessChrome) {
		engine = t.versions[headlessChrome]
	}
	return engine >= 0 && engine < firstChromium
}

// emulated reports whether the model is one of Android's emulators.
func emulated(model string) bool {
	for _, beginning := range []string{"sdk_", "Android SDK", "google_sdk", "Emulator", "AOSP on", "Subsystem for Android"} {
		if strings.HasPrefix(model, beginning) {
			return true
		}
	}
	return false
}
