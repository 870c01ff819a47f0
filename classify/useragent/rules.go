// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package useragent

import (
	"strings"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// The sources that only rules of strings have.
const (
	sourceMeta   = "https://developers.meta.com/horizon/documentation/web/browser-specs/"
	sourceWolvic = "the strings that Wolvic and Pico Browser send, as collected by ua-parser-js and device-detector"
	sourceEdge   = "https://learn.microsoft.com/windows/mixed-reality/develop/javascript/webxr-overview"
)

// The opinions that are certain.
var (
	never    = classify.Certain(webxr.NeverSupport)
	usually  = classify.Certain(webxr.UsuallySupport)
	variable = classify.Certain(webxr.HighlyVariable)
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

// rules are tried in order; the last one matches everything.
var rules = classify.Rules[traits]{
	{
		Name:    "webview",
		Matches: func(t traits) bool { return t.platform == android && (t.webView || t.has(version) && t.has(chrome)) },
		Inline:  never, VR: never, AR: never,
		Because: "a WebView has no navigator.xr", Source: classify.SourceCompat,
	},
	{
		Name:    "robot_or_text",
		Matches: func(t traits) bool { return t.bot || t.has(botProduct) || t.has(textBrowser) },
		Inline:  never, VR: never, AR: never,
		Because: "robots and text browsers show no sessions", Source: classify.SourceFingerprinting,
	},
	{
		Name: "console_or_television",
		Matches: func(t traits) bool {
			return t.platform == console || t.platform == television || t.has(televisionProduct)
		},
		Inline: never, VR: never, AR: never,
		Because: "browsers of consoles and televisions have no WebXR", Source: classify.SourceCompat,
	},
	{
		Name: "before_chromium", Matches: func(t traits) bool { return t.has(edgeHTML) || t.has(presto) || t.has(trident) },
		Inline: never, VR: never, AR: never,
		Because: "Internet Explorer, and Edge and Opera before Chromium, had no WebXR", Source: classify.SourceCompat,
	},
	{
		Name: "old_chromium", Matches: func(t traits) bool { return old(t) && !quest(t) },
		Inline: never, VR: never, AR: never,
		Because: "Chromium has navigator.xr since version 79, on headsets too", Source: classify.SourceCompat,
	},
	{
		Name: "no_browser", Matches: func(t traits) bool { return !t.has(mozilla) },
		Inline: variable, VR: variable, AR: variable,
		Because: "the string is not formed like a browser's, so nothing is told without consent", Source: classify.SourceFingerprinting,
	},
	{
		Name: "headless", Matches: func(t traits) bool { return t.has(headlessChrome) && t.versions[headlessChrome] >= firstChromium },
		Inline: usually, VR: never, AR: never,
		Because: "a headless Chromium has navigator.xr, and no devices", Source: classify.SourceChromium,
	},
	{
		Name: "emulator", Matches: func(t traits) bool { return t.platform == android && t.has(chrome) && emulated(t.model) },
		Inline:  usually,
		VR:      classify.Between(classify.CauseEmulator, webxr.NeverSupport, webxr.UsuallySupport),
		AR:      classify.Between(classify.CauseEmulator, webxr.NeverSupport, webxr.UsuallySupport),
		Because: "what an emulator shows depends on the machine around it", Source: classify.SourceFingerprinting,
	},
	{
		Name: "wolvic", Matches: func(t traits) bool {
			return t.has(wolvic) || geckoVR(t) && t.versions[firefox] > lastReality
		},
		Inline: usually, VR: usually, AR: classify.Between(classify.CauseARNotProven, webxr.UsuallySupport, webxr.HighlyVariable),
		Because: "Wolvic runs on headsets only; which of them show augmented reality its string does not tell", Source: sourceWolvic,
	},
	{
		Name: "firefox_reality", Matches: geckoVR,
		Inline: usually, VR: classify.Between(classify.CauseVersionUnknown, webxr.NeverSupport, webxr.UsuallySupport), AR: never,
		Because: "Firefox Reality ran on headsets without pass-through; from which version it had WebXR is not known", Source: sourceWolvic,
	},
	{
		Name: "pico_browser", Matches: func(t traits) bool { return t.has(picoBrowser) },
		Inline: usually, VR: usually, AR: classify.Between(classify.CauseARNotProven, webxr.UsuallySupport, webxr.HighlyVariable),
		Because: "Pico Browser runs on headsets only; from which version it shows augmented reality is not known", Source: sourceWolvic,
	},
	{
		Name: "oculus_unknown_version", Matches: func(t traits) bool { return quest(t) && t.versions[oculusBrowser] == unknown },
		Inline:  classify.Between(classify.CauseVersionUnknown, webxr.NeverSupport, webxr.UsuallySupport),
		VR:      classify.Between(classify.CauseVersionUnknown, webxr.NeverSupport, webxr.UsuallySupport),
		AR:      classify.Between(classify.CauseVersionUnknown, webxr.NeverSupport, webxr.UsuallySupport),
		Because: "the string does not tell the browser's version", Source: sourceMeta,
	},
	{
		Name: "oculus_before_webxr", Matches: func(t traits) bool { return quest(t) && t.versions[oculusBrowser] < firstOculus },
		Inline: never, VR: never, AR: never,
		Because: "Oculus Browser has navigator.xr since version 8", Source: classify.SourceCompat,
	},
	{
		Name: "oculus_without_ar", Matches: func(t traits) bool {
			return quest(t) && (t.versions[oculusBrowser] < firstOculusAR || seesNothing(t.model))
		},
		Inline: usually, VR: usually, AR: never,
		Because: "before version 9 Oculus Browser lacks the AR module, and Oculus Go and Gear VR have no pass-through", Source: classify.SourceCompat,
	},
	{
		Name: "quest_browser", Matches: func(t traits) bool {
			return quest(t) && strings.HasPrefix(t.model, "Quest ") &&
				(t.versions[oculusBrowser] >= provenOculusAR || strings.HasPrefix(t.model, "Quest 3"))
		},
		Inline: usually, VR: usually, AR: usually,
		Because: "Quest Browser runs on headsets with pass-through only", Source: sourceMeta,
	},
	{
		Name: "quest_browser_ar_unproven", Matches: quest,
		Inline: usually, VR: usually, AR: classify.Between(classify.CauseARNotProven, webxr.UsuallySupport, webxr.HighlyVariable),
		Because: "Quest Browser runs on headsets only; that this version shows augmented reality on this one is not proven", Source: sourceMeta,
	},
	{
		Name: "magic_leap", Matches: func(t traits) bool { return t.has(helio) || t.has(chrome) && t.model == "Magic Leap 2" },
		Inline: usually, VR: classify.Between(classify.CauseVRNotProven, webxr.NeverSupport, webxr.UsuallySupport), AR: usually,
		Because: "Magic Leap's display adds light, and a user agent may offer augmented reality alone", Source: classify.SourceModule,
	},
	{
		Name: "ios", Matches: func(t traits) bool { return t.platform == appleMobile || t.has(iosBrowser) },
		Inline: never, VR: never, AR: never,
		Because: "browsers on iPhone, iPad and iPod are WebKit, which has no WebXR there", Source: classify.SourceCompat,
	},
	{
		Name: "apple", Matches: func(t traits) bool { return t.platform == macintosh && t.has(webKit) && !t.has(chrome) },
		Inline:  classify.Between(classify.CauseMacOrVisionPro, webxr.NeverSupport, webxr.UsuallySupport),
		VR:      classify.Between(classify.CauseMacOrVisionPro, webxr.NeverSupport, webxr.UsuallySupport),
		AR:      never,
		Because: "Macs, iPads and Vision Pro send one string, and only Vision Pro has virtual reality; none has augmented", Source: classify.SourceWebKit,
	},
	{
		Name: "firefox", Matches: func(t traits) bool { return t.has(gecko) },
		Inline: never, VR: never, AR: never,
		Because: "Firefox has no WebXR on computers and telephones", Source: classify.SourceCompat,
	},
	{
		Name: "old_android_webkit", Matches: func(t traits) bool { return t.platform == android && t.has(webKit) && !t.has(chrome) },
		Inline: never, VR: never, AR: never,
		Because: "Android's browser before Chromium had no WebXR", Source: classify.SourceCompat,
	},
	{
		Name: "chromium_unknown_version", Matches: func(t traits) bool { return t.has(chrome) && t.versions[chrome] == unknown },
		Inline:  classify.Between(classify.CauseVersionUnknown, webxr.NeverSupport, webxr.UsuallySupport),
		VR:      classify.Between(classify.CauseVersionUnknown, webxr.NeverSupport, webxr.HighlyVariable),
		AR:      classify.Between(classify.CauseVersionUnknown, webxr.NeverSupport, webxr.HighlyVariable),
		Because: "the string does not tell the browser's version", Source: classify.SourceFingerprinting,
	},
	{
		Name: "android_xr_model", Matches: func(t traits) bool { return t.platform == android && t.has(chrome) && t.model == "SM-I610" },
		Inline: usually, VR: usually, AR: classify.Between(classify.CauseNeedsClientHint, webxr.UsuallySupport, webxr.HighlyVariable),
		Because: "Chrome on Android shows virtual reality everywhere; that this is a headset only a client hint tells for certain", Source: classify.SourceChromium,
	},
	{
		Name: "headset_by_another_name", Matches: func(t traits) bool { return t.has(chrome) && t.mobileVR },
		Inline: usually,
		VR:     classify.Between(classify.CauseProductUnclear, webxr.UsuallySupport, webxr.HighlyVariable), AR: classify.Between(classify.CauseProductUnclear, webxr.UsuallySupport, webxr.HighlyVariable),
		Because: "the string is a headset browser's, and which one's it does not tell", Source: sourceWolvic,
	},
	{
		Name: "headset_model_in_another_browser", Matches: func(t traits) bool { return t.has(chrome) && classify.IsHeadset(t.model) },
		Inline: usually,
		VR:     classify.Between(classify.CauseProductUnclear, webxr.UsuallySupport, webxr.HighlyVariable), AR: classify.Between(classify.CauseProductUnclear, webxr.UsuallySupport, webxr.HighlyVariable),
		Because: "a browser that is not the headset's own names a headset's model, and a telephone may have that name", Source: sourceMeta,
	},
	{
		Name: "old_samsung", Matches: func(t traits) bool { return t.has(samsungBrowser) && t.versions[samsungBrowser] < firstSamsung },
		Inline: never, VR: never, AR: never,
		Because: "Samsung Internet has isSessionSupported since version 12", Source: classify.SourceCompat,
	},
	{
		Name: "windows_edge", Matches: func(t traits) bool { return t.platform == windows && t.has(edge) },
		Inline: usually,
		VR:     classify.Between(classify.CauseHoloLensOrComputer, webxr.HighlyVariable, webxr.UsuallySupport), AR: classify.Between(classify.CauseHoloLensOrComputer, webxr.HighlyVariable, webxr.UsuallySupport),
		Because: "a computer may have a headset or not, and Edge on HoloLens may send the same string", Source: sourceEdge,
	},
	{
		Name: "windows_embedder", Matches: func(t traits) bool { return t.platform == windows && t.has(chrome) && t.has(otherProduct) },
		Inline: usually,
		VR:     classify.Between(classify.CauseEmbedderUnknown, webxr.NeverSupport, webxr.HighlyVariable), AR: classify.Between(classify.CauseEmbedderUnknown, webxr.NeverSupport, webxr.HighlyVariable),
		Because: "whether the program around Chromium has headsets enabled is not known", Source: classify.SourceChromium,
	},
	{
		Name: "windows", Matches: func(t traits) bool { return t.platform == windows && t.has(chrome) },
		Inline: usually, VR: variable, AR: variable,
		Because: "a computer may have a headset or not", Source: classify.SourceFingerprinting,
	},
	{
		Name: "chrome_os", Matches: func(t traits) bool { return t.platform == chromeOS && t.has(chrome) },
		Inline: usually, VR: never, AR: never,
		Because: "Chromium has no XR runtime on ChromeOS", Source: classify.SourceChromium,
	},
	{
		Name: "mac", Matches: func(t traits) bool { return t.platform == macintosh && t.has(chrome) },
		Inline: usually, VR: never, AR: never,
		Because: "Chromium has no XR runtime on Macs", Source: classify.SourceChromium,
	},
	{
		Name: "linux_without_openxr", Matches: func(t traits) bool {
			return t.platform == linux && t.has(chrome) && t.versions[chrome] < firstLinuxOpenXR
		},
		Inline: usually, VR: never, AR: never,
		Because: "Chromium has no XR runtime on Linux before version 154", Source: classify.SourceChromium,
	},
	{
		Name: "linux_by_build", Matches: func(t traits) bool { return t.platform == linux && t.has(chrome) },
		Inline: usually,
		VR:     classify.Between(classify.CauseBuildUnknown, webxr.NeverSupport, webxr.HighlyVariable), AR: classify.Between(classify.CauseBuildUnknown, webxr.NeverSupport, webxr.HighlyVariable),
		Because: "Chromium on Linux may have OpenXR since version 154, and its string does not tell", Source: classify.SourceChromium,
	},
	{
		Name: "android_embedder", Matches: func(t traits) bool {
			return t.platform == android && t.has(chrome) && (t.has(otherProduct) || t.has(namedBrowser) || t.has(samsungBrowser))
		},
		Inline: usually,
		VR:     classify.Between(classify.CauseEmbedderUnknown, webxr.NeverSupport, webxr.UsuallySupport), AR: classify.Between(classify.CauseEmbedderUnknown, webxr.NeverSupport, webxr.UsuallySupport),
		Because: "which of Chromium's XR runtimes this browser has is not known", Source: classify.SourceChromium,
	},
	{
		Name: "android_reduced", Matches: func(t traits) bool {
			return t.platform == android && t.has(chrome) && (t.model == "K" || t.model == "")
		},
		Inline: usually, VR: usually, AR: classify.Between(classify.CauseReducedString, webxr.UsuallySupport, webxr.HighlyVariable),
		Because: "Chrome on Android shows virtual reality everywhere; the string hides the model, and not all have ARCore", Source: classify.SourceChromium,
	},
	{
		Name: "android_model", Matches: func(t traits) bool { return t.platform == android && t.has(chrome) },
		Inline: usually, VR: usually, AR: classify.Between(classify.CauseARCoreUnknown, webxr.UsuallySupport, webxr.HighlyVariable),
		Because: "Chrome on Android shows virtual reality everywhere; whether this model has ARCore is not known here", Source: classify.SourceChromium,
	},
	{
		Name: "not_recognised", Matches: func(traits) bool { return true },
		Inline: variable, VR: variable, AR: variable,
		Because: "the string is not recognised, so nothing is told without consent", Source: classify.SourceFingerprinting,
	},
}

// geckoVR reports whether the string is that of a Gecko on headsets.
func geckoVR(t traits) bool { return t.mobileVR && t.platform == android && t.has(firefox) }

// quest reports whether the string is Oculus Browser's own. Others end with its name, to
// be taken for it.
func quest(t traits) bool { return t.has(oculusBrowser) && !t.likeQuest }

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
