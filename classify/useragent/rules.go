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
	// Who sends the strings of others.
	sourceDesktopSite = "chromium/chromium components/embedder_support/user_agent_utils.cc: desktop sites, and Chrome on Android XR (google/xrblocks#47), get the string of a computer with Linux"
	sourceFormFactor  = "chromium/chromium components/embedder_support/user_agent_utils.cc: only Chrome on Android XR adds the form factor XR"
	sourcePretence    = "duckduckgo/Android@9a68a510 UserAgentProvider.kt, Slion/Fulguris#275 and #283, kododake/AABrowser@9f015729 ConfiguredWebView.kt, and react-native-webview/react-native-webview#1639: WebViews send Chrome's string"
	sourceDuckDuckGo  = "duckduckgo/Android@9a68a510 ClientBrandHintProvider.kt, and MDN browser-compat-data 8.1.9, Navigator.xr"
	sourceWolvicCode  = "Igalia/wolvic@633ed4fa app/src/common/gecko/com/igalia/wolvic/browser/api/impl/SessionImpl.java, and Igalia/wolvic#245"
	sourceWolvicSites = "Igalia/wolvic@633ed4fa app/src/gecko/assets/userAgentOverride.json"
	sourceWolvicNamed = "Igalia/wolvic@f1b663d5: Wolvic names itself since version 1.2"
	sourceMobileSite  = "WebKit/WebKit#50344: Safari on Vision Pro asks for mobile sites as an iPad"
	sourceQuirks      = "WebKit/WebKit Source/WebCore/platform/UserAgentQuirks.cpp: WebKitGTK names macOS, Chrome or Firefox on some sites"
	sourceHeadless    = "https://developer.chrome.com/docs/chromium/headless: the new headless mode is the same browser"
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
	lastUnnamed      = 110 // the last version of Gecko in a Wolvic that does not name itself
	firstQuirk       = 300 // the version of browsers that WebKitGTK names
	firstNewHeadless = 96  // the first whose headless mode may be the whole browser
	firstVisionPro   = 16  // the lowest version that Safari on Vision Pro names: its strings said 16_3_1 at first
	sitesOculus      = 7   // the version of Oculus Browser that Wolvic names on some sites
)

// Opinions that several rules share.
var (
	// noWebXREither is that of strings that programs without navigator.xr send too.
	noWebXREither = classify.Between(classify.CauseProductUnclear, webxr.NeverSupport, webxr.UsuallySupport)
	anyProduct    = classify.Open(classify.CauseProductUnclear)
	anySite       = classify.Open(classify.CauseDesktopSite)
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
		Name: "webview_by_hint", Matches: func(t traits) bool {
			return t.hints.brand == viewBrand || t.hints.brand == duckBrand && (t.platform == android || t.hints.platform == android)
		},
		Inline: never, VR: never, AR: never,
		Because: "the client hints say that this is a WebView, which has no navigator.xr", Source: sourceDuckDuckGo,
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
		Inline: anyProduct, VR: anyProduct, AR: anyProduct,
		Because: "the string is not formed like a browser's, so a page may learn it only with consent", Source: classify.SourceFingerprinting,
	},
	{
		Name: "headless_by_build", Matches: func(t traits) bool {
			return t.platform == windows && t.versions[headlessChrome] >= firstNewHeadless || t.platform == linux && t.versions[headlessChrome] >= firstLinuxOpenXR
		},
		Inline: usually,
		VR:     classify.Between(classify.CauseBuildUnknown, webxr.NeverSupport, webxr.HighlyVariable), AR: classify.Between(classify.CauseBuildUnknown, webxr.NeverSupport, webxr.HighlyVariable),
		Because: "the new headless mode is the whole browser, with OpenXR where the build has it; the old one has no devices", Source: sourceHeadless,
	},
	{
		Name: "headless", Matches: func(t traits) bool { return t.has(headlessChrome) && t.versions[headlessChrome] >= firstChromium },
		Inline: usually, VR: never, AR: never,
		Because: "a headless Chromium has navigator.xr, but no devices", Source: classify.SourceChromium,
	},
	{
		Name: "emulator", Matches: func(t traits) bool { return t.platform == android && t.has(chrome) && emulated(t.model) },
		Inline:  noWebXREither,
		VR:      classify.Open(classify.CauseEmulator),
		AR:      classify.Open(classify.CauseEmulator),
		Because: "what an emulator shows depends on the machine around it, and a WebView on it may send Chrome's string", Source: classify.SourceFingerprinting,
	},
	{
		Name: "wolvic", Matches: func(t traits) bool {
			return t.has(wolvic) || geckoVR(t) && t.versions[firefox] > lastReality
		},
		Inline: usually, VR: usually, AR: classify.Between(classify.CauseARNotProven, webxr.UsuallySupport, webxr.HighlyVariable),
		Because: "Wolvic runs on headsets only; its string does not tell which of them show augmented reality", Source: sourceWolvic,
	},
	{
		Name: "firefox_reality_before_webxr", Matches: func(t traits) bool { return geckoVR(t) && t.versions[firefox] < lastReality },
		Inline:  classify.Between(classify.CauseVersionUnknown, webxr.NeverSupport, webxr.UsuallySupport),
		VR:      classify.Between(classify.CauseVersionUnknown, webxr.NeverSupport, webxr.UsuallySupport),
		AR:      never,
		Because: "Firefox Reality ran on headsets without pass-through; it is not known in which version WebXR began", Source: sourceWolvic,
	},
	{
		Name: "firefox_reality", Matches: geckoVR,
		Inline: usually, VR: classify.Between(classify.CauseVersionUnknown, webxr.NeverSupport, webxr.UsuallySupport), AR: never,
		Because: "Firefox Reality ran on headsets without pass-through; it is not known in which version WebXR began", Source: sourceWolvic,
	},
	{
		Name: "gecko_on_phone_or_headset", Matches: func(t traits) bool {
			return t.platform == android && t.has(gecko) && t.handheld && t.versions[firefox] <= lastUnnamed
		},
		Inline: noWebXREither, VR: noWebXREither, AR: anyProduct,
		Because: "Firefox on phones has no WebXR, but Firefox Reality and Wolvic before version 1.2 send its string in their mobile mode", Source: sourceWolvicNamed,
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
		Name: "oculus_or_wolvic", Matches: func(t traits) bool { return quest(t) && t.versions[oculusBrowser] == sitesOculus },
		Inline: noWebXREither, VR: noWebXREither, AR: anyProduct,
		Because: "Oculus Browser has navigator.xr since version 8, but Wolvic names version 7 on some sites", Source: sourceWolvicSites,
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
		Name: "magic_leap", Matches: func(t traits) bool { return t.has(helio) },
		Inline: usually, VR: classify.Between(classify.CauseVRNotProven, webxr.NeverSupport, webxr.UsuallySupport), AR: usually,
		Because: "Magic Leap's display adds light, and a user agent may offer only augmented reality", Source: classify.SourceModule,
	},
	{
		Name: "ipad_or_vision_pro", Matches: func(t traits) bool {
			return t.iPad && t.versions[version] >= firstVisionPro && !t.has(iosBrowser) && !t.has(otherProduct)
		},
		Inline:  classify.Between(classify.CauseMacOrVisionPro, webxr.NeverSupport, webxr.UsuallySupport),
		VR:      classify.Between(classify.CauseMacOrVisionPro, webxr.NeverSupport, webxr.UsuallySupport),
		AR:      never,
		Because: "Safari on Vision Pro sends an iPad's string when the user asks for a mobile site; only it has virtual reality, and neither has augmented reality", Source: sourceMobileSite,
	},
	{
		Name: "ios", Matches: func(t traits) bool { return t.platform == appleMobile || t.has(iosBrowser) },
		Inline: never, VR: never, AR: never,
		Because: "browsers on iPhone, iPad and iPod are WebKit, which has no WebXR there", Source: classify.SourceCompat,
	},
	{
		Name: "apple_or_webkitgtk", Matches: func(t traits) bool {
			return t.platform == macintosh && t.has(webKit) && !t.has(chrome) && !t.frozenMac
		},
		Inline:  classify.Between(classify.CauseMacOrVisionPro, webxr.NeverSupport, webxr.UsuallySupport),
		VR:      classify.Open(classify.CauseMacOrVisionPro),
		AR:      classify.Between(classify.CauseProductUnclear, webxr.NeverSupport, webxr.HighlyVariable),
		Because: "Macs and iPads send this string, and so does WebKitGTK on some sites, which may have OpenXR", Source: sourceQuirks,
	},
	{
		Name: "apple", Matches: func(t traits) bool { return t.platform == macintosh && t.has(webKit) && !t.has(chrome) },
		Inline:  classify.Between(classify.CauseMacOrVisionPro, webxr.NeverSupport, webxr.UsuallySupport),
		VR:      classify.Between(classify.CauseMacOrVisionPro, webxr.NeverSupport, webxr.UsuallySupport),
		AR:      never,
		Because: "Macs, iPads and Vision Pro send the same string; only Vision Pro has virtual reality, and none has augmented reality", Source: classify.SourceWebKit,
	},
	{
		Name: "firefox_on_linux", Matches: func(t traits) bool {
			return t.has(gecko) && !t.has(otherProduct) && (t.platform == linux && !t.detailed || t.versions[firefox] >= firstQuirk)
		},
		Inline: classify.Between(classify.CauseDesktopSite, webxr.NeverSupport, webxr.UsuallySupport), VR: anySite, AR: anySite,
		Because: "Firefox on computers has no WebXR, but Wolvic sends its string for desktop sites, and WebKitGTK on some sites", Source: sourceWolvicCode,
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
		VR:      classify.Open(classify.CauseVersionUnknown),
		AR:      classify.Open(classify.CauseVersionUnknown),
		Because: "the string does not tell the browser's version", Source: classify.SourceFingerprinting,
	},
	{
		Name: "hints_disagree", Matches: func(t traits) bool { return t.has(chrome) && bare(t) && t.disagree() },
		Inline: noWebXREither, VR: anyProduct, AR: anyProduct,
		Because: "the client hints contradict the string, so neither proves what sends them", Source: sourcePretence,
	},
	{
		Name: "android_xr_by_hint", Matches: func(t traits) bool {
			return t.has(chrome) && bare(t) && t.hints.brand == googleBrand && t.hints.xr && (t.platform == linux || t.platform == android)
		},
		Inline: usually, VR: usually, AR: usually,
		Because: "only Chrome on Android XR sends this brand with the form factor XR, and every headset with Android XR shows the surroundings", Source: sourceFormFactor,
	},
	{
		Name: "android_xr_model", Matches: func(t traits) bool { return t.platform == android && t.has(chrome) && t.model == "SM-I610" && bare(t) },
		Inline: noWebXREither, VR: noWebXREither, AR: classify.Open(classify.CauseNeedsClientHint),
		Because: "Chrome on Android shows virtual reality on every device, but a WebView may send its string; only a client hint proves that this one is Chrome on a headset", Source: sourcePretence,
	},
	{
		Name: "headset_by_another_name", Matches: func(t traits) bool { return t.has(chrome) && t.mobileVR },
		Inline: noWebXREither, VR: anyProduct, AR: anyProduct,
		Because: "the string is that of a browser on headsets, but does not tell which browser it is", Source: sourceWolvic,
	},
	{
		Name: "headset_model_in_named_browser", Matches: func(t traits) bool {
			return t.has(chrome) && classify.IsHeadset(t.model) && t.has(namedBrowser)
		},
		Inline: usually, VR: anyProduct, AR: anyProduct,
		Because: "the string names a headset's model and a browser that is not the headset's own, and a phone may have the same model name", Source: sourceMeta,
	},
	{
		Name: "headset_model_in_another_browser", Matches: func(t traits) bool { return t.has(chrome) && classify.IsHeadset(t.model) },
		Inline: noWebXREither, VR: anyProduct, AR: anyProduct,
		Because: "the string names a headset's model but not that headset's own browser; a WebView may send it, and a phone may have the same model name", Source: sourceMeta,
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
		Name: "windows_embedder", Matches: func(t traits) bool {
			return t.platform == windows && t.has(chrome) && (embedder(t) || t.has(samsungBrowser))
		},
		Inline: usually,
		VR:     classify.Between(classify.CauseEmbedderUnknown, webxr.NeverSupport, webxr.HighlyVariable), AR: classify.Between(classify.CauseEmbedderUnknown, webxr.NeverSupport, webxr.HighlyVariable),
		Because: "it is not known whether the program around Chromium has OpenXR", Source: classify.SourceChromium,
	},
	{
		Name: "windows", Matches: func(t traits) bool { return t.platform == windows && t.has(chrome) && !bare(t) },
		Inline: usually, VR: variable, AR: variable,
		Because: "a computer may have a headset or not", Source: classify.SourceFingerprinting,
	},
	{
		Name: "windows_or_pretence", Matches: func(t traits) bool { return t.platform == windows && t.has(chrome) },
		Inline: noWebXREither,
		VR:     classify.Between(classify.CauseProductUnclear, webxr.NeverSupport, webxr.HighlyVariable), AR: classify.Between(classify.CauseProductUnclear, webxr.NeverSupport, webxr.HighlyVariable),
		Because: "a computer may have a headset or not, and WebViews, which have no navigator.xr, may send Chrome's string", Source: sourcePretence,
	},
	{
		Name: "chrome_os", Matches: func(t traits) bool { return t.platform == chromeOS && t.has(chrome) },
		Inline: usually, VR: never, AR: never,
		Because: "Chromium has no XR runtime on ChromeOS", Source: classify.SourceChromium,
	},
	{
		Name: "mac", Matches: func(t traits) bool { return t.platform == macintosh && t.has(chrome) && !bare(t) },
		Inline: usually, VR: never, AR: never,
		Because: "Chromium has no XR runtime on Macs", Source: classify.SourceChromium,
	},
	{
		Name: "mac_or_pretence", Matches: func(t traits) bool { return t.platform == macintosh && t.has(chrome) },
		Inline: noWebXREither, VR: never, AR: never,
		Because: "Chromium has no XR runtime on Macs; a WebView may send its string, and has no navigator.xr", Source: sourcePretence,
	},
	{
		Name: "linux_desktop_site", Matches: func(t traits) bool { return desktopSite(t) && bare(t) },
		Inline: noWebXREither, VR: anySite, AR: anySite,
		Because: "Chromium has no XR runtime on Linux before version 154, but Chrome on phones and tablets sends this string for desktop sites, Chrome on Android XR always, and WebViews without navigator.xr too", Source: sourceDesktopSite,
	},
	{
		Name: "linux_desktop_site_named", Matches: desktopSite,
		Inline: usually, VR: anySite, AR: anySite,
		Because: "Chromium has no XR runtime on Linux before version 154, but browsers on phones, tablets and headsets send such a string for desktop sites", Source: sourceDesktopSite,
	},
	{
		Name: "linux_without_openxr", Matches: func(t traits) bool {
			return t.platform == linux && t.has(chrome) && t.versions[chrome] < firstLinuxOpenXR && !bare(t)
		},
		Inline: usually, VR: never, AR: never,
		Because: "Chromium has no XR runtime on Linux before version 154", Source: classify.SourceChromium,
	},
	{
		Name: "linux_without_openxr_or_pretence", Matches: func(t traits) bool {
			return t.platform == linux && t.has(chrome) && t.versions[chrome] < firstLinuxOpenXR
		},
		Inline: noWebXREither, VR: never, AR: never,
		Because: "Chromium has no XR runtime on Linux before version 154; a WebView may name the processor of its phone, and has no navigator.xr", Source: sourcePretence,
	},
	{
		Name: "linux_by_build_named", Matches: func(t traits) bool { return t.platform == linux && t.has(chrome) && !bare(t) },
		Inline: usually, VR: classify.Open(classify.CauseBuildUnknown), AR: classify.Open(classify.CauseBuildUnknown),
		Because: "Chromium on Linux may have OpenXR since version 154, and the string does not tell whether this build has it, or asks for desktop sites on a phone, tablet or headset", Source: classify.SourceChromium,
	},
	{
		Name: "linux_by_build", Matches: func(t traits) bool { return t.platform == linux && t.has(chrome) },
		Inline: noWebXREither, VR: classify.Open(classify.CauseBuildUnknown), AR: classify.Open(classify.CauseBuildUnknown),
		Because: "Chromium on Linux may have OpenXR since version 154, and the string does not tell whether this build has it, or is another program that sends the string", Source: sourceDesktopSite,
	},
	{
		Name: "android_embedder", Matches: func(t traits) bool { return t.platform == android && t.has(chrome) && embedder(t) },
		Inline:  classify.Between(classify.CauseEmbedderUnknown, webxr.NeverSupport, webxr.UsuallySupport),
		VR:      classify.Between(classify.CauseEmbedderUnknown, webxr.NeverSupport, webxr.UsuallySupport),
		AR:      classify.Open(classify.CauseEmbedderUnknown),
		Because: "it is not known which of Chromium's XR runtimes this program has, or whether it is a WebView", Source: classify.SourceChromium,
	},
	{
		Name: "android_named", Matches: func(t traits) bool { return t.platform == android && t.has(chrome) && !bare(t) },
		Inline:  usually,
		VR:      classify.Between(classify.CauseEmbedderUnknown, webxr.NeverSupport, webxr.UsuallySupport),
		AR:      classify.Open(classify.CauseEmbedderUnknown),
		Because: "it is not known which of Chromium's XR runtimes this browser has", Source: classify.SourceChromium,
	},
	{
		Name: "android_reduced", Matches: func(t traits) bool {
			return t.platform == android && t.has(chrome) && (t.model == "K" || t.model == "")
		},
		Inline: noWebXREither, VR: noWebXREither, AR: classify.Open(classify.CauseReducedString),
		Because: "Chrome on Android shows virtual reality on every device, but WebViews send its string too; the string hides the model, and not all models have ARCore", Source: sourcePretence,
	},
	{
		Name: "android_model", Matches: func(t traits) bool { return t.platform == android && t.has(chrome) },
		Inline: noWebXREither, VR: noWebXREither, AR: classify.Open(classify.CauseARCoreUnknown),
		Because: "Chrome on Android shows virtual reality on every device, but a WebView that leaves out its marks sends the same string; it is not known whether this model has ARCore", Source: sourcePretence,
	},
	{
		Name: "not_recognised", Matches: func(traits) bool { return true },
		Inline: anyProduct, VR: anyProduct, AR: anyProduct,
		Because: "the string is not recognised, so a page may learn it only with consent", Source: classify.SourceFingerprinting,
	},
}

// bare reports whether the string names no program besides Chromium, so that it is Chrome's
// own or that of a program that wants to be treated like Chrome.
func bare(t traits) bool {
	return !embedder(t) && !t.has(namedBrowser) && !t.has(edge) && !t.has(samsungBrowser)
}

// embedder reports whether the string names a program around Chromium that is not known to be
// a browser.
func embedder(t traits) bool { return t.has(otherProduct) || t.has(computerProduct) }

// desktopSite reports whether the string is one that browsers on phones, tablets and headsets
// send for desktop sites, with a version that has no XR runtime on a computer with Linux.
func desktopSite(t traits) bool {
	return t.platform == linux && t.x8664 && t.has(chrome) && t.versions[chrome] < firstLinuxOpenXR && !t.has(computerProduct)
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
