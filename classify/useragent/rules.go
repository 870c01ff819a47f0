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

// Versions in which something begins.
const (
	firstChromium    = 79  // the first with navigator.xr
	firstLinuxOpenXR = 154 // the first that may have OpenXR on Linux
	firstOculus      = 8   // the first with navigator.xr
	firstOculusAR    = 9   // the first with the interfaces of the AR module
	provenOculusAR   = 32  // the first that is proven to show augmented reality
	firstSamsung     = 12  // the first with isSessionSupported
	lastReality      = 81  // the version of Gecko in the last Firefox Reality
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
		Because: "robots and text browsers cannot show a session", Source: classify.SourceFingerprinting,
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
		Because: "Internet Explorer, and Edge and Opera before they were built on Chromium, had no WebXR", Source: classify.SourceCompat,
	},
	{
		Name: "old_chromium", Matches: func(t traits) bool { return old(t) && !quest(t) },
		Inline: never, VR: never, AR: never,
		Because: "Chromium has navigator.xr since version 79, on headsets too", Source: classify.SourceCompat,
	},
	{
		Name: "no_browser", Matches: func(t traits) bool { return !t.has(mozilla) },
		Inline: variable, VR: variable, AR: variable,
		Because: "the string is not formed like a browser's, so a page may learn it only with consent", Source: classify.SourceFingerprinting,
	},
	{
		Name: "headless", Matches: func(t traits) bool { return t.has(headlessChrome) && t.versions[headlessChrome] >= firstChromium },
		Inline: usually, VR: never, AR: never,
		Because: "a headless Chromium has navigator.xr, but no devices", Source: classify.SourceChromium,
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
		Because: "Wolvic runs on headsets only; its string does not tell which of them show augmented reality", Source: sourceWolvic,
	},
	{
		Name: "firefox_reality", Matches: geckoVR,
		Inline: usually, VR: classify.Between(classify.CauseVersionUnknown, webxr.NeverSupport, webxr.UsuallySupport), AR: never,
		Because: "Firefox Reality ran on headsets without pass-through; it is not known in which version WebXR began", Source: sourceWolvic,
	},
	{
		Name: "pico_browser", Matches: func(t traits) bool { return t.has(picoBrowser) },
		Inline: usually, VR: usually, AR: classify.Between(classify.CauseARNotProven, webxr.UsuallySupport, webxr.HighlyVariable),
		Because: "Pico Browser runs on headsets only; it is not known in which version augmented reality began", Source: sourceWolvic,
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
		Because: "Quest Browser runs on headsets only; it is not proven that this version shows augmented reality on this headset", Source: sourceMeta,
	},
	{
		Name: "magic_leap", Matches: func(t traits) bool { return t.has(helio) || t.has(chrome) && t.model == "Magic Leap 2" },
		Inline: usually, VR: classify.Between(classify.CauseVRNotProven, webxr.NeverSupport, webxr.UsuallySupport), AR: usually,
		Because: "Magic Leap's display adds light, and a user agent may offer only augmented reality", Source: classify.SourceModule,
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
		Because: "Macs, iPads and Vision Pro send the same string; only Vision Pro has virtual reality, and none has augmented reality", Source: classify.SourceWebKit,
	},
	{
		Name: "firefox", Matches: func(t traits) bool { return t.has(gecko) },
		Inline: never, VR: never, AR: never,
		Because: "Firefox has no WebXR on computers and phones", Source: classify.SourceCompat,
	},
	{
		Name: "old_android_webkit", Matches: func(t traits) bool { return t.platform == android && t.has(webKit) && !t.has(chrome) },
		Inline: never, VR: never, AR: never,
		Because: "Android's browser had no WebXR before it was built on Chromium", Source: classify.SourceCompat,
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
		Because: "Chrome on Android shows virtual reality on every device; only a client hint proves that this one is a headset", Source: classify.SourceChromium,
	},
	{
		Name: "headset_by_another_name", Matches: func(t traits) bool { return t.has(chrome) && t.mobileVR },
		Inline: usually,
		VR:     classify.Between(classify.CauseProductUnclear, webxr.UsuallySupport, webxr.HighlyVariable), AR: classify.Between(classify.CauseProductUnclear, webxr.UsuallySupport, webxr.HighlyVariable),
		Because: "the string is that of a browser on headsets, but does not tell which browser it is", Source: sourceWolvic,
	},
	{
		Name: "headset_model_in_another_browser", Matches: func(t traits) bool { return t.has(chrome) && classify.IsHeadset(t.model) },
		Inline: usually,
		VR:     classify.Between(classify.CauseProductUnclear, webxr.UsuallySupport, webxr.HighlyVariable), AR: classify.Between(classify.CauseProductUnclear, webxr.UsuallySupport, webxr.HighlyVariable),
		Because: "the string names a headset's model but not that headset's own browser, and a phone may have the same model name", Source: sourceMeta,
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
		Because: "it is not known whether the program around Chromium enables headsets", Source: classify.SourceChromium,
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
		Because: "Chromium on Linux may have OpenXR since version 154, and the string does not tell whether this build has it", Source: classify.SourceChromium,
	},
	{
		Name: "android_embedder", Matches: func(t traits) bool {
			return t.platform == android && t.has(chrome) && (t.has(otherProduct) || t.has(namedBrowser) || t.has(samsungBrowser))
		},
		Inline: usually,
		VR:     classify.Between(classify.CauseEmbedderUnknown, webxr.NeverSupport, webxr.UsuallySupport), AR: classify.Between(classify.CauseEmbedderUnknown, webxr.NeverSupport, webxr.UsuallySupport),
		Because: "it is not known which of Chromium's XR runtimes this browser has", Source: classify.SourceChromium,
	},
	{
		Name: "android_reduced", Matches: func(t traits) bool {
			return t.platform == android && t.has(chrome) && (t.model == "K" || t.model == "")
		},
		Inline: usually, VR: usually, AR: classify.Between(classify.CauseReducedString, webxr.UsuallySupport, webxr.HighlyVariable),
		Because: "Chrome on Android shows virtual reality on every device; the string hides the model, and not all models have ARCore", Source: classify.SourceChromium,
	},
	{
		Name: "android_model", Matches: func(t traits) bool { return t.platform == android && t.has(chrome) },
		Inline: usually, VR: usually, AR: classify.Between(classify.CauseARCoreUnknown, webxr.UsuallySupport, webxr.HighlyVariable),
		Because: "Chrome on Android shows virtual reality on every device; it is not known whether this model has ARCore", Source: classify.SourceChromium,
	},
	{
		Name: "not_recognised", Matches: func(traits) bool { return true },
		Inline: variable, VR: variable, AR: variable,
		Because: "the string is not recognised, so a page may learn it only with consent", Source: classify.SourceFingerprinting,
	},
}

// geckoVR reports whether the string is that of a browser on headsets that is built on Gecko.
func geckoVR(t traits) bool { return t.mobileVR && t.platform == android && t.has(firefox) }

// quest reports whether the string is that of Oculus Browser. Other browsers add its name at
// the end, so that pages treat them like it; those say "like Quest".
func quest(t traits) bool { return t.has(oculusBrowser) && !t.likeQuest }

// seesNothing reports whether a model is Oculus Go or a phone in a Gear VR, whose users see
// nothing of the surroundings.
func seesNothing(model string) bool {
	return model == "Pacific" || strings.HasPrefix(model, "SM-") || strings.HasPrefix(model, "SAMSUNG ")
}

// old reports whether the engine is a Chromium that has no navigator.xr yet.
func old(t traits) bool {
	engine := t.versions[chrome]
	if t.has(headlessChrome) {
		engine = t.versions[headlessChrome]
	}
	return engine >= 0 && engine < firstChromium
}

// emulated reports whether the model is that of an Android emulator.
func emulated(model string) bool {
	for _, beginning := range []string{"sdk_", "Android SDK", "google_sdk", "Emulator", "AOSP on", "Subsystem for Android"} {
		if strings.HasPrefix(model, beginning) {
			return true
		}
	}
	return false
}
